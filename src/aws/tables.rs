//! The table of one service, read from the bytes that `tools/aws-models/tables.py` writes.

use std::ops::Range;

use super::shape::Bounds;

/// Numbers of strings, shapes and members in the tables.
pub(super) type Id = u32;

/// The shapes and actions of a service. Every number in them has been checked when they were read.
#[derive(Debug, Default)]
pub(super) struct Tables {
    text: String,
    /// Where each string ends in `text`; it begins where the one before ends.
    ends: Vec<u32>,
    pub shapes: Vec<Node>,
    pub members: Vec<MemberRow>,
    /// In the order of their names.
    pub actions: Vec<ActionRow>,
    /// The values of enumerations and the errors of actions: numbers of strings.
    pub lists: Vec<Id>,
}

/// A shape as it is stored.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Structure { members: Range<Id>, is_union: bool },
    List { item: Id, length: Bounds<u64> },
    Map { key: Id, value: Id, length: Bounds<u64> },
    String { values: Range<Id>, length: Bounds<u64>, pattern: Option<Id> },
    Integer(Bounds<i64>),
    Long(Bounds<i64>),
    Float(Bounds<f64>),
    Boolean,
    Timestamp,
    Blob(Bounds<u64>),
    Document,
}

#[derive(Debug)]
pub(super) struct MemberRow {
    pub name: Id,
    pub shape: Id,
    pub is_required: bool,
}

#[derive(Debug)]
pub(super) struct ActionRow {
    pub name: Id,
    pub is_supported: bool,
    pub input: Option<Id>,
    pub output: Option<Id>,
    pub errors: Range<Id>,
}

impl Tables {
    /// Reads a table; `None` if it is not one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes, tables: Self::default() };
        reader.strings()?;
        reader.shapes()?;
        reader.actions()?;
        (reader.bytes.is_empty() && reader.tables.is_sound()).then_some(reader.tables)
    }

    /// The string of that number; `""` for one that is not there.
    pub fn string(&self, id: Id) -> &str {
        let at = id as usize;
        let end = self.ends.get(at).copied().unwrap_or(0) as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether all shapes that are referred to exist; strings are checked while reading.
    fn is_sound(&self) -> bool {
        let exists = |id: Id| (id as usize) < self.shapes.len();
        let shapes = self.shapes.iter().all(|shape| match *shape {
            Node::List { item, .. } => exists(item),
            Node::Map { key, value, .. } => exists(key) && exists(value),
            _ => true,
        });
        let ends = self.actions.iter().flat_map(|action| action.input.iter().chain(&action.output));
        shapes && self.members.iter().all(|member| exists(member.shape)) && ends.copied().all(exists)
    }
}

/// Reads a table from its start; every method takes what it reads off `bytes`, and is `None` if that is not there.
struct Reader<'a> {
    bytes: &'a [u8],
    tables: Tables,
}

impl Reader<'_> {
    fn strings(&mut self) -> Option<()> {
        let count = self.count()?;
        let mut end = 0_u32;
        self.tables.ends.reserve(count);
        for _ in 0..count {
            end = end.checked_add(self.number()?)?;
            self.tables.ends.push(end);
        }
        let (text, rest) = self.bytes.split_at_checked(end as usize)?;
        self.tables.text = str::from_utf8(text).ok()?.to_owned();
        self.bytes = rest;
        Some(())
    }

    fn shapes(&mut self) -> Option<()> {
        let count = self.count()?;
        self.tables.shapes.reserve(count);
        for _ in 0..count {
            let shape = self.shape()?;
            self.tables.shapes.push(shape);
        }
        Some(())
    }

    fn shape(&mut self) -> Option<Node> {
        let head = self.byte()?;
        let flag = |at: u8| head & (1 << at) != 0;
        Some(match head & 15 {
            kind @ (0 | 1) => Node::Structure { members: self.members()?, is_union: kind == 1 },
            2 => Node::List { item: self.number()?, length: self.length(flag)? },
            3 => Node::Map { key: self.number()?, value: self.number()?, length: self.length(flag)? },
            4 => {
                let length = self.length(flag)?;
                let values = if flag(6) { self.list()? } else { 0..0 };
                let pattern = if flag(7) { Some(self.string()?) } else { None };
                Node::String { values, length, pattern }
            }
            5 => Node::Integer(self.bounds(flag, Self::signed)?),
            6 => Node::Long(self.bounds(flag, Self::signed)?),
            7 | 8 => Node::Float(self.bounds(flag, Self::float)?),
            9 => Node::Boolean,
            10 => Node::Timestamp,
            11 => Node::Blob(self.length(flag)?),
            12 => Node::Document,
            _ => return None,
        })
    }

    fn members(&mut self) -> Option<Range<Id>> {
        let count = self.count()?;
        let start = self.tables.members.len();
        for _ in 0..count {
            let name = self.string()?;
            self.tables.members.push(MemberRow { name, shape: 0, is_required: false });
        }
        for at in start..start + count {
            let (shape, is_required) = self.shape_and_flag()?;
            let member = self.tables.members.get_mut(at)?;
            (member.shape, member.is_required) = (shape, is_required);
        }
        Some(id(start)?..id(start + count)?)
    }

    fn shape_and_flag(&mut self) -> Option<(Id, bool)> {
        let number = self.number()?;
        Some((number >> 1, number & 1 == 1))
    }

    fn actions(&mut self) -> Option<()> {
        let count = self.count()?;
        self.tables.actions.reserve(count);
        for _ in 0..count {
            let name = self.string()?;
            let is_supported = self.byte()? == 1;
            let input = self.number()?.checked_sub(1);
            let output = self.number()?.checked_sub(1);
            let errors = self.list()?;
            self.tables.actions.push(ActionRow { name, is_supported, input, output, errors });
        }
        Some(())
    }

    /// A list of strings, into `lists`.
    fn list(&mut self) -> Option<Range<Id>> {
        let count = self.count()?;
        let start = id(self.tables.lists.len())?;
        for _ in 0..count {
            let string = self.string()?;
            self.tables.lists.push(string);
        }
        Some(start..id(self.tables.lists.len())?)
    }

    fn length(&mut self, flag: impl Fn(u8) -> bool) -> Option<Bounds<u64>> {
        self.bounds(flag, Self::varint)
    }

    fn bounds<T>(
        &mut self,
        flag: impl Fn(u8) -> bool,
        mut read: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Bounds<T>> {
        let min = if flag(4) { Some(read(self)?) } else { None };
        let max = if flag(5) { Some(read(self)?) } else { None };
        Some(Bounds { min, max })
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn float(&mut self) -> Option<f64> {
        let id = self.string()?;
        self.tables.string(id).parse().ok()
    }

    fn string(&mut self) -> Option<Id> {
        self.number().filter(|&id| (id as usize) < self.tables.ends.len())
    }

    /// A number of things that follow, each of at least a byte.
    fn count(&mut self) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.bytes.len()).then_some(count)
    }

    fn number(&mut self) -> Option<u32> {
        self.varint()?.try_into().ok()
    }

    /// LEB128.
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }
}

fn id(index: usize) -> Option<Id> {
    index.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strings, a shape of each kind that refers to something, and an action, written by hand.
    fn sample() -> Vec<u8> {
        let mut bytes = vec![4, 1, 2, 1, 3];
        bytes.extend(b"abbc1.5");
        bytes.push(5); // shapes
        bytes.extend([0, 2, 0, 2, 2 << 1 | 1, 1 << 1]); // a structure: `a`, required, and `c`
        bytes.extend([2 | 1 << 4, 0, 1]); // a list of it, of at least one
        bytes.extend([4 | 1 << 5 | 1 << 6 | 1 << 7, 9, 2, 0, 1, 2]); // a string of at most 9, `a` or `bb`, like `c`
        bytes.extend([5 | 1 << 4 | 1 << 5, 1, 4]); // an integer from -1 to 2
        bytes.extend([8 | 1 << 4, 3]); // a double from 1.5
        bytes.extend([1, 1, 1, 1, 0, 1, 2]); // the action `bb`, supported, with an input and the error `c`
        bytes
    }

    #[test]
    fn a_table_is_read_as_written() {
        let tables = Tables::read(&sample()).expect("a table");
        insta::assert_debug_snapshot!(tables);
    }

    #[test]
    fn a_broken_table_is_none() {
        let sample = sample();
        for end in 0..sample.len() {
            assert!(Tables::read(&sample[..end]).is_none(), "cut at {end}");
        }
        for at in 0..sample.len() {
            for byte in 0..=u8::MAX {
                let mut broken = sample.clone();
                broken[at] = byte;
                // What is still read has no number that leads nowhere.
                if let Some(tables) = Tables::read(&broken) {
                    assert!(tables.is_sound());
                }
            }
        }
        assert!(Tables::read(b"\xff\xff\xff").is_none());
    }
}
