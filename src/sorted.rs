//! Places in sorted lists, found from a guess.

use std::cmp::Ordering;

/// The place of what is looked for in a sorted list, found quickly where it stands near a guess; else where it
/// would stand. `compare` tells how what stands at a place compares with it.
///
/// # Errors
/// Where it would stand.
pub fn near(length: usize, guess: usize, compare: impl Fn(usize) -> Ordering) -> Result<usize, usize> {
    if length == 0 {
        return Err(0);
    }
    let guess = guess.min(length - 1);
    // It lies at `from` or behind it, and before `to`. Each step is twice as wide as the last.
    let (mut from, mut to, mut step) = (guess, guess, 1);
    match compare(guess) {
        Ordering::Equal => return Ok(guess),
        Ordering::Greater => {
            while from > 0 {
                from = from.saturating_sub(step);
                step *= 2;
                if compare(from) != Ordering::Greater {
                    break;
                }
                to = from;
            }
        }
        Ordering::Less => {
            while to < length && compare(to) != Ordering::Greater {
                from = to;
                to = length.min(to + step);
                step *= 2;
            }
        }
    }
    while from < to {
        let middle = from.midpoint(to);
        match compare(middle) {
            Ordering::Equal => return Ok(middle),
            Ordering::Less => from = middle + 1,
            Ordering::Greater => to = middle,
        }
    }
    Err(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_guess_it_is_found_as_by_halving() {
        for length in 0..20 {
            let list: Vec<usize> = (0..length).map(|number| number * 2 + 1).collect();
            for (wanted, guess) in
                (0..=length * 2 + 1).flat_map(|wanted| (0..length + 3).map(move |guess| (wanted, guess)))
            {
                let found = near(length, guess, |at| list[at].cmp(&wanted));
                assert_eq!(found, list.binary_search(&wanted), "{wanted} in {list:?} from {guess}");
            }
        }
    }
}
