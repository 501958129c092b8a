//! «Did you mean»: the known name that is nearest to an unknown one.

/// So many names are measured against unknown ones in one definition; where that is not enough, so much is wrong that
/// a suggestion more helps nobody.
pub const BUDGET: usize = 20_000;

/// A name this long is no slip of the keyboard; measuring it would cost the product of the lengths.
const LONGEST: usize = 128;

/// [`nearest`] for a text with any number of unknown names and of candidates: what is measured is taken off `budget`,
/// which begins as [`BUDGET`].
pub fn nearest_within<'c>(
    budget: &mut usize,
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let measured = candidates.into_iter().take(*budget).inspect(|_| *budget -= 1);
    nearest(name, measured)
}

/// The candidate that differs from `name` by so little that it was probably meant: a third of its letters at most,
/// case counting for less than a letter. The first of several that are equally near.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    closest(name, candidates, |longer| longer.div_ceil(3) * 2)
}

/// The candidate that differs from `name` by a slip: so many letters at most, where names may be like each other without
/// being meant. What is measured is taken off `budget`, as in [`nearest_within`].
pub fn slip_within<'c>(
    budget: &mut usize,
    name: &str,
    letters: usize,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let near = candidates.into_iter().filter(|candidate| candidate.len().abs_diff(name.len()) <= letters);
    let measured = near.take(*budget).inspect(|_| *budget -= 1);
    closest(name, measured, |_| letters * 2)
}

/// The only candidate of which `name` is an abbreviation, or that is one of `name`: it begins alike, and all letters of the
/// shorter stand in the longer in their order. What is measured is taken off `budget`, as in [`nearest_within`].
pub fn abbreviated_within<'c>(
    budget: &mut usize,
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // Two letters stand in order in most names.
    const SHORTEST: usize = 3;
    let is_like = |candidate: &&str| {
        let (short, long) =
            if candidate.len() < name.len() { (*candidate, name) } else { (name, *candidate) };
        let lower = |letter: u8| letter.to_ascii_lowercase();
        let mut rest = long.bytes().map(lower);
        let begins_alike = short.bytes().next().map(lower) == long.bytes().next().map(lower);
        long.len() <= LONGEST
            && short.len() >= SHORTEST
            && begins_alike
            && short.bytes().all(|letter| rest.any(|other| other == lower(letter)))
    };
    let measured = candidates.into_iter().take(*budget).inspect(|_| *budget -= 1);
    let mut like = measured.filter(is_like);
    like.next().filter(|_| like.next().is_none())
}

/// The candidate that is nearest to `name`, within a limit (in half letters) that depends on the longer one's length.
fn closest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    limit: impl Fn(usize) -> usize,
) -> Option<&'c str> {
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let letters: Vec<char> = name.chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let limit = limit(letters.len().max(candidate.len()));
        if candidate.len() > LONGEST || candidate.len().abs_diff(name.len()) * 2 > limit.max(4) {
            continue;
        }
        // One that is as near as another before it is of no use.
        let limit = match best {
            Some((0, _)) => break,
            Some((least, _)) => limit.min(least - 1),
            None => limit,
        };
        if let Some(distance) = distance(&letters, candidate, limit) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Twice the number of letters to insert, delete, replace or swap with their neighbour; another case costs one. None
/// where it is more than `limit`.
fn distance(letters: &[char], candidate: &str, limit: usize) -> Option<usize> {
    let other: Vec<char> = candidate.chars().collect();
    let (letters, other) = without_common_ends(letters, &other);
    let mut above: Vec<usize> = (0..=other.len()).map(|column| column * 2).collect();
    let (mut before, mut line) = (above.clone(), above.clone());
    for (row, &letter) in letters.iter().enumerate() {
        line[0] = (row + 1) * 2;
        for (column, &wanted) in other.iter().enumerate() {
            let replaced = above[column] + replacement_cost(letter, wanted);
            let mut least = replaced.min(above[column + 1] + 2).min(line[column] + 2);
            if row > 0 && column > 0 && letter == other[column - 1] && letters[row - 1] == wanted {
                least = least.min(before[column - 1] + 2);
            }
            line[column + 1] = least;
        }
        // A swap looks back two lines, so both have to be beyond the limit.
        if line.iter().chain(&above).all(|&cost| cost > limit) {
            return None;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut line);
    }
    Some(above[other.len()]).filter(|&distance| distance <= limit)
}

/// What is left of two words without the letters with which both begin and end; those cost nothing.
fn without_common_ends<'l>(mut one: &'l [char], mut other: &'l [char]) -> (&'l [char], &'l [char]) {
    while let ([first, rest @ ..], [same, other_rest @ ..]) = (one, other)
        && first == same
    {
        (one, other) = (rest, other_rest);
    }
    while let ([rest @ .., last], [other_rest @ .., same]) = (one, other)
        && last == same
    {
        (one, other) = (rest, other_rest);
    }
    (one, other)
}

fn replacement_cost(letter: char, wanted: char) -> usize {
    match (letter == wanted, letter.eq_ignore_ascii_case(&wanted)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let fields = ["Next", "End", "Retry", "Catch", "ResultPath", "Resource"];
        assert_eq!(nearest("Nxet", fields), Some("Next"));
        assert_eq!(nearest("next", fields), Some("Next"));
        assert_eq!(nearest("Retries", fields), Some("Retry"));
        assert_eq!(nearest("resultpath", fields), Some("ResultPath"));
        assert_eq!(nearest("Banana", fields), None);
    }

    #[test]
    fn prefers_the_nearest() {
        assert_eq!(nearest("cat", ["cut", "Cat", "cart"]), Some("Cat"));
    }

    #[test]
    fn a_slip_is_so_many_letters() {
        let mut budget = 5;
        let mut slip = |name| slip_within(&mut budget, name, 2, ["ThrottlingException", "Unknown"]);
        assert_eq!(slip("ThrotlingExeption"), Some("ThrottlingException"));
        assert_eq!(slip("ThrottledException"), None);
        assert_eq!(slip("Unknwon"), Some("Unknown"));
        assert_eq!(
            (slip("Unknwo"), slip("Unknwo"), slip("Unknwon")),
            (Some("Unknown"), Some("Unknown"), None)
        );
        assert_eq!(slip_within(&mut 9, "CANCELED", 1, ["CANCELLED"]), Some("CANCELLED"));
        assert_eq!(slip_within(&mut 9, "INACTIVE", 1, ["ACTIVE"]), None);
    }

    #[test]
    fn an_abbreviation_stands_for_one_name() {
        let mut budget = 20;
        let mut long = |name, names: [&'static str; 2]| abbreviated_within(&mut budget, name, names);
        assert_eq!(long("FnArn", ["FunctionArn", "TableName"]), Some("FunctionArn"));
        assert_eq!(long("FunctionArn", ["TableName", "fnarn"]), Some("fnarn"));
        assert_eq!(long("FnArn", ["FunctionArn", "FinanceArn"]), None);
        assert_eq!(long("nArn", ["FunctionArn", "TableName"]), None);
        assert_eq!(long("Fn", ["FunctionArn", "TableName"]), None);
    }

    #[test]
    fn gives_up_on_very_long_names() {
        assert_eq!(nearest(&"x".repeat(10_000), ["Next"]), None);
    }
}
