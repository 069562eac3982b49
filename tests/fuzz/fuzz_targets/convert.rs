//! Any bytes as an export, as a whole run converts it, but without files: every item is accounted
//! for, every path is safe and no two are the same.

#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;

use pressdown::convert::lower::Rules;
use pressdown::convert::{Check, Writing, convert};
use pressdown::convert::CommentRules;
use pressdown::link::NO_PLACES;
use pressdown::markdown::Reading;
use pressdown::site::{Action, Hidden, OutPath, Planning, Site, Survey};
use pressdown::target;
use pressdown::wxr;

fuzz_target!(|bytes: &[u8]| {
    let Some(choice) = bytes.last() else { return };
    let mut survey = Survey::default();
    let Ok(reading) = wxr::read(bytes, 0, &mut |entry| survey.add(entry, 0)) else { return };
    let targets: Vec<&str> = target::names().collect();
    let name = targets[usize::from(*choice) % targets.len()];
    let target = target::named(name).expect("an embedded target");
    let include = if *choice < 128 { &Hidden::ALL[..] } else { &[] };
    let (site, _) = Site::from_survey(survey, Planning { include, ..Planning::for_target(&target) });
    assert_eq!(site.records.len() as u64, reading.items);
    let rules = Rules::default();
    let writing =
        Writing { target: &target, reading: Reading::default(), check: Check::Verify, rules: &rules, places: NO_PLACES, comments: &CommentRules::default() };
    let mut paths = HashSet::new();
    for record in &site.records {
        assert_ne!(record.action, Action::Skip("not looked at"));
        let Some(destination) = record.destination() else { continue };
        let path = destination.path.as_str();
        assert!(OutPath::parse(path).is_some(), "{path}");
        assert!(path.split('/').all(|name| name.len() <= 255), "{path}");
        assert!(paths.insert(path.to_lowercase()), "{path}");
        let range = record.span.bytes.start as usize..record.span.bytes.end as usize;
        let (item, _) = wxr::read_item(&bytes[range], &reading.vocabulary);
        if let Some(converted) = convert(&item, record, &site, writing) {
            assert_eq!(converted.document.path, destination.path);
            assert!(converted.document.text.starts_with("---\n"));
        }
    }
});
