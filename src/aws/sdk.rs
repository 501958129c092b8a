//! The services that are called as `arn:aws:states:::aws-sdk:<service>:<action>`, and their actions.

use std::ops::Range;
use std::sync::OnceLock;

use super::shape::{Shape, Values};
use super::tables::{ActionRow, Tables};

/// The tables, one after the other.
static TABLES: &[u8] = include_bytes!("data/models.bin");

include!(concat!(env!("OUT_DIR"), "/services.rs"));

/// The service models of which the facts are made.
#[derive(Debug)]
pub struct Models {
    /// The version of botocore that held them.
    pub version: &'static str,
    /// The day on which that version came out, as `YYYY-MM-DD`.
    pub date: &'static str,
}

/// What the facts are made of: version and date.
pub fn models() -> &'static Models {
    &MODELS
}

/// The service of that name, the segment behind `aws-sdk:`. Case matters, and there is no other name for a service.
pub fn sdk_service(name: &str) -> Option<&'static Service> {
    let at = SERVICES.binary_search_by(|service| service.name.cmp(name)).ok()?;
    SERVICES.get(at)
}

/// All services, in the order of their names.
pub fn sdk_services() -> &'static [Service] {
    &SERVICES
}

/// A service of AWS.
#[derive(Debug)]
pub struct Service {
    name: &'static str,
    exception_prefix: Option<&'static str>,
    boto_name: Option<&'static str>,
    /// Where its table stands in [`TABLES`].
    place: Range<usize>,
    tables: OnceLock<Box<Tables>>,
    errors: OnceLock<Vec<&'static str>>,
}

impl Service {
    const fn new(
        name: &'static str,
        exception_prefix: Option<&'static str>,
        boto_name: Option<&'static str>,
        place: Range<usize>,
    ) -> Self {
        Self { name, exception_prefix, boto_name, place, tables: OnceLock::new(), errors: OnceLock::new() }
    }

    /// Its name in a resource: `dynamodb`, `sfn`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What stands before the point in the names of its errors, as AWS documents it: `DynamoDb`, `Sfn`. `None` for a
    /// service that is newer than the documentation at hand; its prefix is the name in another case, too.
    pub fn exception_prefix(&self) -> Option<&'static str> {
        self.exception_prefix
    }

    /// What boto and the AWS CLI call it, often another name than Step Functions has for it: `logs` rather than
    /// `cloudwatchlogs`. `None` for a service that AWS has retired.
    pub fn boto_name(&self) -> Option<&'static str> {
        self.boto_name
    }

    /// Whether its actions are known. Of services that AWS has retired, only the names are.
    pub fn has_actions(&self) -> bool {
        !self.place.is_empty()
    }

    /// Its actions, in the order of their names; those that Step Functions does not support, too.
    pub fn actions(&'static self) -> impl ExactSizeIterator<Item = Action> {
        let tables = self.tables();
        tables.actions.iter().map(move |row| Action { tables, row })
    }

    /// The action of that name: the operation of the API with its first letter in lower case. Case matters.
    pub fn action(&'static self, name: &str) -> Option<Action> {
        let tables = self.tables();
        let at = tables.actions.binary_search_by(|row| tables.string(row.name).cmp(name)).ok()?;
        Some(Action { tables, row: tables.actions.get(at)? })
    }

    /// The errors that any of its actions declares, without the prefix.
    pub fn errors(&'static self) -> &'static [&'static str] {
        self.errors.get_or_init(|| {
            let mut errors: Vec<&str> = self.actions().flat_map(Action::errors).collect();
            errors.sort_unstable();
            errors.dedup();
            errors
        })
    }

    fn tables(&self) -> &Tables {
        // Only a wrong build could hold a table that cannot be read; a test reads them all.
        self.tables.get_or_init(|| Box::new(self.read().unwrap_or_default()))
    }

    fn read(&self) -> Option<Tables> {
        Tables::read(TABLES.get(self.place.clone())?)
    }
}

/// An operation of a service's API.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    tables: &'static Tables,
    row: &'static ActionRow,
}

impl Action {
    /// Its name in a resource: `putItem`, `describeDBInstances`.
    pub fn name(self) -> &'static str {
        self.tables.string(self.row.name)
    }

    /// Whether Step Functions can call it. It does not call operations that stream events, and some others.
    pub fn is_supported(self) -> bool {
        self.row.is_supported
    }

    /// What it takes: a structure, with names as Step Functions spells them. `None` if it takes nothing.
    pub fn input(self) -> Option<Shape> {
        self.row.input.map(|id| Shape::new(self.tables, id))
    }

    /// What it gives: a structure, with names as Step Functions spells them. `None` if it gives nothing.
    pub fn output(self) -> Option<Shape> {
        self.row.output.map(|id| Shape::new(self.tables, id))
    }

    /// The errors that the model declares, without the prefix: `ConditionalCheckFailedException`. Services have others.
    pub fn errors(self) -> Values {
        Values::new(self.tables, self.row.errors.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::Node;
    use super::*;

    #[test]
    fn the_index_and_the_tables_fit() {
        let services = sdk_services();
        assert!(services.is_sorted_by(|one, next| one.name < next.name));
        assert_eq!(services.last().map(|service| service.place.end), Some(TABLES.len()));
        assert!(services.iter().all(|service| {
            service.exception_prefix.is_none_or(|prefix| prefix.eq_ignore_ascii_case(service.name))
        }));
    }

    #[test]
    fn every_table_is_sound() {
        for service in sdk_services().iter().filter(|service| service.has_actions()) {
            let tables = service.read().unwrap_or_else(|| panic!("{} cannot be read", service.name));
            assert!(!tables.actions.is_empty(), "{}", service.name);
            let names: Vec<_> = service.actions().map(Action::name).collect();
            assert!(names.is_sorted_by(|one, next| one < next), "{}", service.name);
            for shape in &tables.shapes {
                let Node::Structure { members, .. } = shape else { continue };
                let members = &tables.members[members.start as usize..members.end as usize];
                let names: Vec<_> = members.iter().map(|member| tables.string(member.name)).collect();
                assert!(names.is_sorted_by(|one, next| one < next), "{}: {names:?}", service.name);
                assert!(names.iter().all(|name| name.starts_with(|first: char| !first.is_ascii_lowercase())));
            }
        }
    }
}
