use crate::syntax::{Kind, Node};

include!(concat!(env!("OUT_DIR"), "/fields.rs"));

/// The language in which a state machine or state writes its expressions (spec/states.md 1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueryLanguage {
    /// JSONPath, payload templates and intrinsic functions; the default.
    JSONPath,
    /// JSONata between `{%` and `%}`.
    JSONata,
}

impl QueryLanguage {
    /// The language as the field `QueryLanguage` names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::JSONPath => "JSONPath",
            Self::JSONata => "JSONata",
        }
    }

    /// The language of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::JSONPath, Self::JSONata].into_iter().find(|language| language.name() == name)
    }

    /// The one that this one is not.
    pub fn other(self) -> Self {
        match self {
            Self::JSONPath => Self::JSONata,
            Self::JSONata => Self::JSONPath,
        }
    }
}

/// What a state does (spec/states.md 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateType {
    /// Calls something.
    Task,
    /// Waits.
    Wait,
    /// Passes its input on.
    Pass,
    /// Ends well.
    Succeed,
    /// Ends with an error.
    Fail,
    /// Decides where to go.
    Choice,
    /// Runs branches side by side.
    Parallel,
    /// Runs a state machine for each item.
    Map,
}

impl StateType {
    /// All types, in the order in which AWS lists them.
    pub const ALL: [Self; 8] = [
        Self::Task,
        Self::Wait,
        Self::Pass,
        Self::Succeed,
        Self::Fail,
        Self::Choice,
        Self::Parallel,
        Self::Map,
    ];

    /// The type as the field `Type` names it.
    pub fn name(self) -> &'static str {
        self.object_kind().spec().name()
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state_type| state_type.name() == name)
    }

    /// The fields that such a state has.
    pub fn object_kind(self) -> ObjectKind {
        match self {
            Self::Task => ObjectKind::Task,
            Self::Wait => ObjectKind::Wait,
            Self::Pass => ObjectKind::Pass,
            Self::Succeed => ObjectKind::Succeed,
            Self::Fail => ObjectKind::Fail,
            Self::Choice => ObjectKind::Choice,
            Self::Parallel => ObjectKind::Parallel,
            Self::Map => ObjectKind::Map,
        }
    }
}

impl Field {
    /// The field as definitions write it.
    pub fn name(self) -> &'static str {
        FIELDS[self as usize].1
    }

    /// The field of that name, whatever object it belongs to.
    pub fn from_name(name: &str) -> Option<Self> {
        field_of_name(name)
    }

    /// Whether a choice rule compares its `Variable` with this field (spec/choice.md 2.3).
    pub fn is_comparator(self) -> bool {
        let is_other = matches!(
            self,
            Self::Variable
                | Self::Condition
                | Self::And
                | Self::Or
                | Self::Not
                | Self::Assign
                | Self::Comment
        );
        !is_other && ObjectKind::NestedChoiceRule.spec().field(self).is_some()
    }
}

/// The 39 comparators of choice rules (spec/choice.md 2.3).
pub fn comparators() -> impl Iterator<Item = Field> {
    FIELDS.iter().map(|&(field, _)| field).filter(|field| field.is_comparator())
}

impl ObjectKind {
    /// What the object may hold.
    pub fn spec(self) -> &'static ObjectSpec {
        &OBJECTS[self as usize]
    }

    /// Whether the object is a state of some type.
    pub fn is_state(self) -> bool {
        self == Self::State || StateType::ALL.iter().any(|state_type| state_type.object_kind() == self)
    }
}

/// What an object may hold.
#[derive(Debug)]
pub struct ObjectSpec {
    /// The object.
    pub kind: ObjectKind,
    /// Its fields.
    pub fields: &'static [FieldSpec],
    /// Whether AWS refuses every other field.
    pub is_closed: bool,
    /// Those without which AWS refuses the object.
    pub required: FieldSet,
    /// Of each of these groups exactly one field stands in the object.
    pub exactly_one: &'static [&'static [Field]],
    /// Of each of these groups at most one field stands in the object.
    pub at_most_one: &'static [&'static [Field]],
    index: &'static [u8],
}

impl ObjectSpec {
    /// What the object says of that field, if it has it.
    pub fn field(&self, field: Field) -> Option<&'static FieldSpec> {
        self.fields.get(self.index[field as usize] as usize)
    }

    /// The name that people know the object by.
    pub fn name(&self) -> &'static str {
        match self.kind {
            ObjectKind::StateMachine => "state machine",
            ObjectKind::Branch => "branch",
            ObjectKind::State => "state",
            ObjectKind::Pass => "Pass",
            ObjectKind::Task => "Task",
            ObjectKind::Wait => "Wait",
            ObjectKind::Choice => "Choice",
            ObjectKind::Succeed => "Succeed",
            ObjectKind::Fail => "Fail",
            ObjectKind::Parallel => "Parallel",
            ObjectKind::Map => "Map",
            ObjectKind::Retrier => "retrier",
            ObjectKind::Catcher => "catcher",
            ObjectKind::ChoiceRule | ObjectKind::NestedChoiceRule => "choice rule",
            ObjectKind::ItemProcessor => "ItemProcessor",
            ObjectKind::ProcessorConfig => "ProcessorConfig",
            ObjectKind::ItemReader => "ItemReader",
            ObjectKind::ReaderConfig => "ReaderConfig",
            ObjectKind::ItemBatcher => "ItemBatcher",
            ObjectKind::ResultWriter => "ResultWriter",
            ObjectKind::WriterConfig => "WriterConfig",
            ObjectKind::Credentials => "Credentials",
        }
    }
}

/// A bound of a number, with its spelling in AWS's messages (`0` or `0.0`).
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// The bound.
    pub value: f64,
    /// The bound as text.
    pub text: &'static str,
}

/// What a field may hold.
#[derive(Debug)]
pub struct FieldSpec {
    /// The field.
    pub field: Field,
    /// Whether AWS refuses the object without it.
    pub is_required: bool,
    /// The only query language in which it may stand.
    pub language: Option<QueryLanguage>,
    /// The JSON types that it takes as a literal.
    pub types: Types,
    /// The least number.
    pub minimum: Option<Bound>,
    /// The greatest number.
    pub maximum: Option<Bound>,
    /// The only strings that it takes; any where empty.
    pub values: &'static [&'static str],
    /// Whether an array or object needs at least one item or member.
    pub needs_items: bool,
    /// Whether it may be a JSONata string instead, in a JSONata state.
    pub takes_jsonata: bool,
    /// What stands in it.
    pub holds: Holds,
}

/// What stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A plain value.
    Value,
    /// A list of strings.
    Strings,
    /// The name of a state.
    StateName,
    /// An ARN.
    Arn,
    /// A moment (RFC 3339).
    Timestamp,
    /// A JSONPath.
    Path,
    /// A reference path.
    ReferencePath,
    /// A path, or an intrinsic function that gives a string.
    ErrorText,
    /// Variables to assign.
    Variables,
    /// A payload template.
    PayloadTemplate,
    /// JSON with JSONata strings in it.
    JsonataPayload,
    /// Another object.
    Object(ObjectKind),
    /// A list of objects.
    List(ObjectKind),
    /// Objects by name: the states of a scope.
    ByName(ObjectKind),
}

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldSet(u128);

impl FieldSet {
    /// The set of these fields.
    pub const fn of(fields: &[Field]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < fields.len() {
            set |= 1 << fields[at] as u8;
            at += 1;
        }
        Self(set)
    }

    /// Whether nothing belongs to the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether some field belongs to both sets.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The fields that belong to one of the sets.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the field belongs to the set.
    pub fn contains(self, field: Field) -> bool {
        self.0 & 1 << field as u8 != 0
    }

    /// Whether all of `other` belongs to the set.
    pub fn contains_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Adds a field.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u8;
    }
}

/// A set of JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(pub u8);

impl Types {
    /// `null`.
    pub const NULL: Self = Self(1);
    /// A boolean.
    pub const BOOLEAN: Self = Self(2);
    /// A number without a fraction.
    pub const INTEGER: Self = Self(4);
    /// A number with a fraction.
    const FRACTION: Self = Self(8);
    /// Any number.
    pub const NUMBER: Self = Self(4 | 8);
    /// A string.
    pub const STRING: Self = Self(16);
    /// An array.
    pub const ARRAY: Self = Self(32);
    /// An object.
    pub const OBJECT: Self = Self(64);
    /// Every type.
    pub const ANY: Self = Self(u8::MAX);

    const NAMES: [(Self, &'static str); 8] = [
        (Self::NULL, "null"),
        (Self::BOOLEAN, "a boolean"),
        (Self::NUMBER, "a number"),
        (Self::INTEGER, "an integer"),
        (Self::STRING, "a string"),
        (Self::ARRAY, "an array"),
        (Self::OBJECT, "an object"),
        (Self::FRACTION, "a number"),
    ];

    /// Whether the set holds all of `other`.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The type of a node; every type where the text does not tell.
    pub fn of(node: Node<'_>) -> Self {
        match node.kind() {
            Kind::Null => Self::NULL,
            Kind::Bool(_) => Self::BOOLEAN,
            Kind::Number if node.is_integer() => Self::INTEGER,
            Kind::Number => Self::FRACTION,
            Kind::String => Self::STRING,
            Kind::Array => Self::ARRAY,
            Kind::Object => Self::OBJECT,
            Kind::Unknown | Kind::Missing => Self::ANY,
        }
    }

    /// Whether a value of that node's type belongs to the set; also where the node's type is not known.
    pub fn accepts(self, node: Node<'_>) -> bool {
        node.is_unknown() || self.contains(Self::of(node))
    }

    /// The set in words: `a string or null`.
    pub fn describe(self) -> String {
        let mut rest = self;
        let mut names = Vec::new();
        for (types, name) in Self::NAMES {
            if rest.contains(types) && types.0 != 0 {
                names.push(name);
                rest = Self(rest.0 & !types.0);
            }
        }
        // `null` reads best at the end.
        if names.len() > 1 && names[0] == "null" {
            names.rotate_left(1);
        }
        names.join(" or ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name() {
        for (field, name) in FIELDS {
            assert_eq!(Field::from_name(name), Some(field));
            assert_eq!(field.name(), name);
        }
        assert_eq!(Field::from_name("next"), None);
    }

    #[test]
    fn there_are_39_comparators() {
        assert_eq!(comparators().count(), 39);
    }

    #[test]
    fn fields_of_each_type_are_those_measured() {
        // spec/states.md 1.3, fields of one type as a sample of the generated table
        let wait = ObjectKind::Wait.spec();
        let names: std::collections::BTreeSet<&str> =
            wait.fields.iter().map(|spec| spec.field.name()).collect();
        let expected = [
            "Assign",
            "Comment",
            "End",
            "InputPath",
            "Next",
            "Output",
            "OutputPath",
            "QueryLanguage",
            "Seconds",
            "SecondsPath",
            "Timestamp",
            "TimestampPath",
            "Type",
        ];
        assert_eq!(names.into_iter().collect::<Vec<_>>(), expected);
        assert!(ObjectKind::Fail.spec().field(Field::Next).is_none());
        assert!(ObjectKind::Map.spec().field(Field::Arguments).is_none());
    }

    #[test]
    fn types_read_well() {
        assert_eq!(Types(Types::STRING.0 | Types::NULL.0).describe(), "a string or null");
        assert_eq!(Types::NUMBER.describe(), "a number");
        assert_eq!(Types::INTEGER.describe(), "an integer");
    }
}
