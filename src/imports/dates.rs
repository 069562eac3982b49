//! A moment → the forms that importers read.

use crate::convert::Moment;

/// In GMT, as WordPress writes it: `2011-12-18 13:31:07`
pub(super) fn gmt(moment: Moment) -> String {
    moment.in_gmt().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// In GMT by RFC 3339: `2011-12-18T13:31:07Z`
pub(super) fn zulu(moment: Moment) -> String {
    moment.in_gmt().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Local time with its offset: `2011-12-18 14:31:07 +0100`
pub(super) fn offset(moment: Moment) -> String {
    let minutes = moment.offset.unwrap_or_default();
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    format!("{} {sign}{hours:02}{minutes:02}", moment.local.strftime("%Y-%m-%d %H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    #[test]
    fn all_forms_name_one_moment() {
        let moment =
            Moment { local: civil::datetime(2011, 12, 18, 2, 1, 7, 0), offset: Some(-210) };
        assert_eq!(gmt(moment), "2011-12-18 05:31:07");
        assert_eq!(zulu(moment), "2011-12-18T05:31:07Z");
        assert_eq!(offset(moment), "2011-12-18 02:01:07 -0330");
        let local = Moment { offset: None, ..moment };
        assert_eq!(zulu(local), "2011-12-18T02:01:07Z");
        assert_eq!(offset(local), "2011-12-18 02:01:07 +0000");
    }
}
