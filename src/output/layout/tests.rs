//! Which columns a table shows, how wide, and where text is cut.

use super::*;
use proptest::prelude::*;

fn columns(titles: &[(&str, usize)]) -> Vec<Column> {
    let columns = titles.iter();
    columns
        .map(|&(title, cells)| Column::new(title, Origin::Default, Header::Shown, cells))
        .collect()
}

#[test]
fn the_widest_column_is_narrowed_first_and_an_id_never() {
    for (given, total, expected) in [
        (vec![("a", 5), ("b", 5)], 20, vec![5, 5]),
        (vec![("a", 10), ("b", 30), ("c", 20)], 44, vec![10, 15, 15]),
        (vec![("id", 24), ("a", 30), ("b", 30)], 60, vec![24, 16, 16]),
        (vec![("name", 40), ("email", 40)], 42, vec![14, 26]),
        (vec![("a", 3), ("b", 1_000_000_000)], 20, vec![3, 15]),
        (vec![("id", 24)], 10, vec![10]),
        (vec![("a", 5)], 0, vec![0]),
        (vec![], 10, vec![]),
    ] {
        let widths = fit(&columns(&given), total, &[], &[]);
        let expected: Vec<_> = expected.into_iter().map(Some).collect();
        assert_eq!(widths, expected, "{given:?} {total}");
    }
}

#[test]
fn columns_that_would_be_too_narrow_are_omitted_in_order() {
    let given = columns(&[("id", 24), ("name", 30), ("phone", 17), ("city", 8)]);
    for (total, expected) in [
        (90, [Some(24), Some(30), Some(17), Some(8)]),
        (69, [Some(24), Some(14), Some(17), Some(8)]),
        (68, [Some(24), Some(23), Some(17), None]),
        (58, [Some(24), Some(22), None, Some(8)]),
        (20, [None, Some(20), None, None]),
    ] {
        assert_eq!(fit(&given, total, &[], &[3, 2, 0, 1]), expected, "{total}");
    }
}

#[test]
fn a_column_keeps_a_useful_width() {
    for (title, cells, min_width) in [
        ("id", 24, 24),
        ("id", 300, MIN_EXACT),
        ("created_at", 14, 14),
        ("name", 30, 14),
        ("email", 10, 10),
        ("unsubscribed", 5, 12),
        ("custom_attributes.plan", 5, 5),
        ("custom_attributes.plan", 50, 10),
        ("custom_attributes.monthly_spend", 6, 14),
        ("custom_attributes.cancelled_at", 10, 13),
    ] {
        assert_eq!(
            Column::new(title, Origin::Default, Header::Shown, cells).min_width,
            min_width,
            "{title}"
        );
    }
    assert_eq!(
        Column::new("email", Origin::Named, Header::Shown, 30).min_width,
        10
    );
    assert_eq!(
        Column::new("unsubscribed", Origin::Default, Header::Hidden, 5).width,
        5
    );
}

#[test]
fn a_path_is_cut_at_its_start() {
    for (title, max, expected) in [
        ("custom_attributes.plan", 22, "custom_attributes.plan"),
        ("custom_attributes.plan", 10, "…utes.plan"),
        ("custom_attributes.plan", 1, "…"),
        ("custom_attributes.plan", 6, "…plan"),
        ("custom_attributes.プラン", 6, "…ラン"),
        ("created_at", 5, "crea…"),
    ] {
        assert_eq!(cut_title(title, max), expected);
    }
}

#[test]
fn text_is_cut_between_characters() {
    for (text, max, expected) in [
        ("Ada", 3, "Ada"),
        ("Adam", 3, "Ad…"),
        ("山田太郎", 8, "山田太郎"),
        ("山田太郎", 7, "山田太…"),
        ("山田太郎", 6, "山田…"),
        ("Zoe\u{308}s", 4, "Zoe\u{308}s"),
        ("Zoe\u{308}s!", 4, "Zoe\u{308}…"),
        (
            "👩\u{200d}👩\u{200d}👧 family",
            7,
            "👩\u{200d}👩\u{200d}👧…",
        ),
        ("👩\u{200d}👩\u{200d}👧 family", 6, "…"),
        ("🇮🇪🇫🇷🇩🇪", 5, "🇮🇪🇫🇷…"),
        ("👍🏽👍🏽👍🏽", 6, "👍🏽…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("", 0, ""),
    ] {
        assert_eq!(cut(text, max), expected, "{text} {max}");
    }
}

proptest! {
    #[test]
    fn no_cut_is_too_wide_and_fitting_text_stays(text in any::<String>(), max in 1..40usize) {
        let text = crate::terminal::sanitize::text(&text).into_owned();
        let short = cut(&text, max);
        prop_assert!(width(&short) <= max, "{short:?} takes {}", width(&short));
        if width(&text) <= max {
            prop_assert_eq!(short, text.as_str());
        }
    }
}
