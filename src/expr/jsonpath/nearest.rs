//! Did-you-mean.

/// The candidate closest to `word`, if it is close enough to be a slip: equal but for case, or within a third of
/// the length in insertions, removals, replacements and swaps of neighbours.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let most = (candidate.len() / 3).max(1);
        if lower.len().abs_diff(candidate.len()) > most {
            continue;
        }
        let distance = distance(&lower, &candidate.to_lowercase());
        if distance <= most && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j - 1] + changed).min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_only() {
        let names = ["EnteredTime", "Name", "RetryCount"];
        assert_eq!(nearest("enteredtime", names), Some("EnteredTime"));
        assert_eq!(nearest("EntredTime", names), Some("EnteredTime"));
        assert_eq!(nearest("Nmae", names), Some("Name"));
        assert_eq!(nearest("Pokemon", names), None);
        assert_eq!(nearest(&"x".repeat(1 << 20), names), None);
    }
}
