//! Photos: in the sizes that pages need, upright, and silent about where they come from.

#![cfg(feature = "images")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests publish to folders")]

mod support;
#[path = "support/disk.rs"]
mod disk;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use disk::{Tree, assert_same, sound, tree};
use expect_test::expect;
use image::{ImageFormat, RgbImage};
use minutebook::build::{Anew, Photos as _};
use minutebook::image::{Picture, Rendition, header, make};
use minutebook::publish::memory::Memory as Remembered;
use minutebook::publish::photos::Photos;
use minutebook::publish::{Trouble, Work, publish};
use minutebook::reader::States;
use minutebook::source::Memory;
use proptest::prelude::*;
use support::{lines, options, pages, photo, site};

const STORY: &str = "
-- content/news/story.md --
---
title: Story
published: 2022-03-01
photos: [{file: PHOTO, alt: A hall}]
---
Text.
";

/// A site with one story, which shows one photo.
fn with(name: &str, bytes: impl Into<Vec<u8>>) -> Memory {
    let mut memory = site(&STORY.replace("PHOTO", name));
    memory.insert(&format!("content/news/{name}"), bytes.into());
    memory
}

/// Every published file of a photo, by what its name has behind that of the photo.
fn renditions(memory: &Memory, name: &str) -> BTreeMap<String, Vec<u8>> {
    let files = pages(memory, &options()).into_iter();
    files.filter_map(|(path, bytes)| Some((path.strip_prefix(&format!("news/{name}"))?.to_string(), bytes))).collect()
}

fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("what is published can be decoded").to_rgb8()
}

fn is_red(photo: &RgbImage, x: u32, y: u32) -> bool {
    let [red, _, blue] = photo.get_pixel(x, y).0;
    red > 150 && blue < 100
}

#[track_caller]
fn assert_silent(renditions: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in renditions {
        let text = String::from_utf8_lossy(bytes);
        for word in ["canary", "Exif", "EXIF", "eXIf", "XMP", "xmp", "Photoshop", "tEXt", "iTXt"] {
            assert!(!text.contains(word), "{word} is in `{name}`");
        }
    }
}

fn widths(renditions: &BTreeMap<String, Vec<u8>>) -> Vec<(&str, (u32, u32))> {
    renditions.iter().map(|(name, bytes)| (name.as_str(), decoded(bytes).dimensions())).collect()
}

#[test]
fn a_photo_that_lies_on_its_side_is_published_upright_and_says_nothing_of_its_origin() {
    let memory = with("hall.jpg", photo::with_origin(&photo::jpeg(900, 600), 6));
    let renditions = renditions(&memory, "hall.jpg");
    assert_silent(&renditions);
    assert_eq!(
        widths(&renditions),
        [("", (600, 900)), (".480.jpg", (480, 720)), (".480.webp", (480, 720)), (".600.webp", (600, 900))]
    );
    for (name, bytes) in &renditions {
        let photo = decoded(bytes);
        let right = photo.width() - 20;
        assert!(is_red(&photo, right, 20) && !is_red(&photo, 20, 20), "`{name}` is not upright");
    }
    let page = support::pages(&memory, &options()).remove("news/story/index.html").expect("the story has a page");
    assert!(String::from_utf8_lossy(&page).contains("width=\"600\" height=\"900\""));
}

#[test]
fn an_upright_photo_keeps_its_pixels_byte_for_byte() {
    let plain = photo::jpeg(300, 200);
    let published = renditions(&with("a.jpg", photo::with_origin(&plain, 1)), "a.jpg");
    assert_silent(&published);
    assert_eq!(published[""], plain);

    let plain = photo::encoded(&photo::scene(300, 200), ImageFormat::Png);
    let published = renditions(&with("a.png", photo::with_texts(&plain)), "a.png");
    assert_silent(&published);
    assert_eq!(published[""], plain);

    let plain = photo::encoded(&photo::scene(300, 200), ImageFormat::WebP);
    let published = renditions(&with("a.webp", photo::in_container(&plain, (300, 200), 0b1100)), "a.webp");
    assert_silent(&published);
    assert_eq!(decoded(&published[""]), decoded(&plain));
}

#[test]
fn no_size_has_more_pixels_than_the_photo() {
    let names = |name: &str, format: ImageFormat, width: u32, height: u32| {
        let memory = with(name, photo::encoded(&photo::scene(width, height), format));
        let renditions = renditions(&memory, name);
        assert!(renditions.values().all(|bytes| decoded(bytes).width() <= width));
        let named = |suffix: String| if suffix.is_empty() { "whole".to_string() } else { suffix };
        renditions.into_keys().map(named).collect::<Vec<_>>().join(" ")
    };
    let found = [
        names("a.jpg", ImageFormat::Jpeg, 1, 1),
        names("a.jpg", ImageFormat::Jpeg, 480, 9),
        names("a.jpg", ImageFormat::Jpeg, 1000, 9),
        names("a.jpg", ImageFormat::Jpeg, 2000, 9),
        names("a.png", ImageFormat::Png, 1000, 9),
        names("a.png", ImageFormat::Png, 2000, 9),
        names("a.webp", ImageFormat::WebP, 480, 9),
        names("a.webp", ImageFormat::WebP, 2000, 9),
        // A side is too long for WebP.
        names("a.png", ImageFormat::Png, 10, 17_000),
    ];
    expect![[r#"
        whole .1.webp
        whole .480.webp
        whole .1000.webp .480.jpg .480.webp .960.jpg .960.webp
        whole .1600.jpg .1600.webp .480.jpg .480.webp .960.jpg .960.webp
        whole .1000.webp .480.webp .960.webp
        whole .1600.webp .480.webp .960.webp
        whole
        whole .1600.webp .480.webp .960.webp
        whole
    "#]]
    .assert_eq(&found.map(|line| line + "\n").concat());
}

/// The elements of a page that have to do with photos.
fn elements(page: &str) -> String {
    let tags = page.split_inclusive('>').filter_map(|part| part.find('<').map(|at| &part[at..]));
    let shown =
        tags.filter(|tag| ["<picture", "</picture", "<source", "<img"].iter().any(|name| tag.starts_with(name)));
    shown.map(|tag| format!("{tag}\n")).collect()
}

#[test]
fn a_page_offers_the_sizes_and_asks_for_the_first_photo_at_once() {
    let text = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
photos: [{file: a hall.jpg, alt: A hall}, {file: chairs.png, alt: Chairs}, {file: dot.gif, alt: A dot}]
---
![In the text](<a hall.jpg>)
";
    let page = |theme: &str| {
        let mut memory =
            site(&format!("-- minutebook.yaml --\ntitle: T\nbase_url: https://example.org/\ntheme: {theme}\n{text}"));
        memory.insert("content/meetings/a/a hall.jpg", photo::jpeg(1000, 500));
        memory.insert("content/meetings/a/chairs.png", photo::encoded(&photo::scene(300, 200), ImageFormat::Png));
        memory.insert("content/meetings/a/dot.gif", photo::gif());
        let page = pages(&memory, &options()).remove("meetings/a/index.html").expect("the meeting has a page");
        elements(&String::from_utf8(page).expect("a page is UTF-8"))
    };
    expect![[r#"
        <picture>
        <source type="image/webp" srcset="../../meetings/a/a%20hall.jpg.480.webp 480w, ../../meetings/a/a%20hall.jpg.960.webp 960w, ../../meetings/a/a%20hall.jpg.1000.webp 1000w" sizes="(min-width: 46.5em) min(44.5rem, 1000px), calc(100vw - 2rem)">
        <img src="../../meetings/a/a%20hall.jpg" srcset="../../meetings/a/a%20hall.jpg.480.jpg 480w, ../../meetings/a/a%20hall.jpg.960.jpg 960w, ../../meetings/a/a%20hall.jpg 1000w" sizes="(min-width: 46.5em) min(44.5rem, 1000px), calc(100vw - 2rem)" width="1000" height="500" alt="A hall" fetchpriority="high">
        </picture>
        <picture>
        <source type="image/webp" srcset="../../meetings/a/a%20hall.jpg.480.webp 480w, ../../meetings/a/a%20hall.jpg.960.webp 960w, ../../meetings/a/a%20hall.jpg.1000.webp 1000w" sizes="(min-width: 46.5em) 44.5rem, calc(100vw - 2rem)">
        <img src="../../meetings/a/a%20hall.jpg" srcset="../../meetings/a/a%20hall.jpg.480.jpg 480w, ../../meetings/a/a%20hall.jpg.960.jpg 960w, ../../meetings/a/a%20hall.jpg 1000w" sizes="(min-width: 46.5em) 44.5rem, calc(100vw - 2rem)" alt="In the text" width="1000" height="500" loading="lazy">
        </picture>
        <picture>
        <source type="image/webp" srcset="../../meetings/a/chairs.png.300.webp" sizes="(min-width: 64em) 27.25rem, (min-width: 40em) calc(50vw - 1.75rem), calc(100vw - 2rem)">
        <img src="../../meetings/a/chairs.png" width="300" height="200" alt="Chairs" loading="lazy">
        </picture>
        <img src="../../meetings/a/dot.gif" width="1" height="1" alt="A dot" loading="lazy">
    "#]].assert_eq(&page("street-news"));
    expect![[r#"
        <picture>
        <source type="image/webp" srcset="../../meetings/a/a%20hall.jpg.480.webp 480w, ../../meetings/a/a%20hall.jpg.960.webp 960w, ../../meetings/a/a%20hall.jpg.1000.webp 1000w" sizes="(min-width: 46.5em) 44.5rem, calc(100vw - 2rem)">
        <img src="../../meetings/a/a%20hall.jpg" srcset="../../meetings/a/a%20hall.jpg.480.jpg 480w, ../../meetings/a/a%20hall.jpg.960.jpg 960w, ../../meetings/a/a%20hall.jpg 1000w" sizes="(min-width: 46.5em) 44.5rem, calc(100vw - 2rem)" alt="In the text" width="1000" height="500" loading="lazy">
        </picture>
        <picture>
        <source type="image/webp" srcset="../../meetings/a/a%20hall.jpg.480.webp 480w, ../../meetings/a/a%20hall.jpg.960.webp 960w, ../../meetings/a/a%20hall.jpg.1000.webp 1000w" sizes="(min-width: 40.5em) 38.25rem, calc(100vw - 2rem)">
        <img src="../../meetings/a/a%20hall.jpg" srcset="../../meetings/a/a%20hall.jpg.480.jpg 480w, ../../meetings/a/a%20hall.jpg.960.jpg 960w, ../../meetings/a/a%20hall.jpg 1000w" sizes="(min-width: 40.5em) 38.25rem, calc(100vw - 2rem)" width="1000" height="500" alt="A hall" fetchpriority="high">
        </picture>
        <picture>
        <source type="image/webp" srcset="../../meetings/a/chairs.png.300.webp" sizes="(min-width: 40.5em) 38.25rem, calc(100vw - 2rem)">
        <img src="../../meetings/a/chairs.png" width="300" height="200" alt="Chairs" loading="lazy">
        </picture>
        <img src="../../meetings/a/dot.gif" width="1" height="1" alt="A dot" loading="lazy">
    "#]].assert_eq(&page("plain"));
}

#[test]
fn what_moves_is_published_as_it_is() {
    let gif = renditions(&with("a.gif", photo::gif_with_origin()), "a.gif");
    assert_eq!(gif, BTreeMap::from([(String::new(), photo::gif())]));

    let still = photo::encoded(&photo::scene(900, 600), ImageFormat::Png);
    let frames = photo::chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]);
    let moving = photo::with_texts(&[&still[..33], &frames, &still[33..]].concat());
    let png = renditions(&with("a.png", moving), "a.png");
    assert_silent(&png);
    assert!(png.len() == 1 && png[""].windows(4).any(|bytes| bytes == b"acTL"));

    let still = photo::encoded(&photo::scene(900, 600), ImageFormat::WebP);
    let webp = renditions(&with("a.webp", photo::in_container(&still, (900, 600), 0b1110)), "a.webp");
    assert_silent(&webp);
    assert_eq!(webp.len(), 1);
}

#[test]
fn a_signed_original_is_left_as_it_was_signed() {
    let scan = photo::with_origin(&photo::jpeg(600, 900), 1);
    let mut memory = with("scan.jpg", scan.clone());
    let signed = "---\ntitle: A\npublished: 2022-03-01\nattachments: [{file: scan.jpg, role: signed-original}]\n---\n";
    memory.insert("content/news/signed.md", signed.as_bytes().to_vec());
    let mut renditions = renditions(&memory, "scan.jpg");
    assert_eq!(renditions.remove("").as_ref(), Some(&scan));
    assert!(renditions.len() == 3);
    assert_silent(&renditions);
}

#[test]
fn an_attached_photo_is_silent_too() {
    let mut memory = site(&STORY.replace("photos: [{file: PHOTO, alt: A hall}]", "attachments: [map.jpg]"));
    memory.insert("content/news/map.jpg", photo::with_origin(&photo::jpeg(900, 600), 8));
    let renditions = renditions(&memory, "map.jpg");
    assert_silent(&renditions);
    assert_eq!(widths(&renditions), [("", (600, 900))]);
}

#[test]
fn what_is_no_photo_is_named_where_it_is_shown() {
    let found = |name: &str, bytes: &[u8]| {
        let memory = with(name, bytes);
        lines(&memory, &support::built(&memory, &options()).1)
    };
    let huge =
        [&b"\x89PNG\r\n\x1a\n"[..], &photo::chunk(b"IHDR", &photo::head(60_000, 60_000)), &photo::chunk(b"IEND", b"")]
            .concat();
    let found = [
        found("a.jpg", b"words"),
        found("a.jpg", b""),
        found("a.png", &photo::jpeg(9, 9)),
        found("a.heic", b"\0\0\0\x18ftypheic"),
        found("a.svg", b"<svg/>"),
        found("a.png", &huge),
    ];
    expect![[r#"
        content/news/story.md:4:17 error[unusable-photo] `a.jpg` is no photo that can be read (copy it anew from where it came from)
        content/news/story.md:4:17 error[unusable-photo] `a.jpg` is no photo that can be read (copy it anew from where it came from)
        content/news/story.md:4:17 error[unusable-photo] `a.heic` is no photo that every browser shows (save it as JPEG, PNG or WebP)
        content/news/story.md:4:17 error[unusable-photo] `a.png` has 3600 million pixels, and a photo can have 100 million (save it smaller: 20 million pixels are plenty)
    "#]].assert_eq(&found.concat());
}

/// What publishing needs, with the sizes that are kept at `root`.
fn published(memory: &Memory, root: &Path, output: &Path) -> Result<Tree, Trouble> {
    let photos = Photos::of_run(root);
    let work = Work {
        read: memory,
        progress: &|_| (),
        step: &|| Ok(()),
        memory: &Remembered::default(),
        states: &States::default(),
        photos: &photos,
    };
    publish(&sound(memory), output, &work)?;
    photos.sweep(&memory.list());
    Ok(tree(output))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// Every file in which a size is kept.
fn kept(root: &Path) -> Vec<std::path::PathBuf> {
    let files = tree(root).into_keys().filter(|path| path.contains("photos/") && !path.ends_with('/'));
    files.map(|path| root.join(path)).collect()
}

#[test]
fn sizes_are_kept_and_what_is_damaged_of_them_is_made_again() {
    let (root, output) = (folder(), folder());
    let memory = with("hall.jpg", photo::with_origin(&photo::jpeg(1000, 700), 3));
    let first = published(&memory, root.path(), output.path()).expect("nothing is wrong");
    assert_eq!(first, disk::clean(&memory), "what is kept changes nothing");
    let files = kept(root.path());
    assert_eq!(files.len(), 6, "five sizes, and the photo that was turned");

    // Kept bytes are taken for what they are kept for.
    let times =
        || files.iter().map(|file| fs::metadata(file).and_then(|file| file.modified()).unwrap()).collect::<Vec<_>>();
    let before = times();
    fs::remove_dir_all(output.path()).unwrap();
    assert_same(&published(&memory, root.path(), output.path()).unwrap(), &first, "without the output");
    assert_eq!(times(), before, "nothing was made again");

    for (number, file) in files.iter().enumerate() {
        let mut bytes = fs::read(file).unwrap();
        match number % 3 {
            0 => bytes[number] ^= 1,
            1 => bytes.truncate(number),
            _ => bytes.extend([0; 32]),
        }
        fs::write(file, bytes).unwrap();
    }
    fs::copy(&files[0], &files[1]).unwrap();
    fs::remove_dir_all(output.path()).unwrap();
    assert_same(&published(&memory, root.path(), output.path()).unwrap(), &first, "after damage");

    // Where nothing can be kept, there is a file in the way of the folder.
    let elsewhere = folder();
    fs::write(elsewhere.path().join(".minutebook"), "").unwrap();
    assert_same(&published(&memory, elsewhere.path(), folder().path()).unwrap(), &first, "without a place to keep");
}

#[test]
fn a_photo_changed_in_its_place_is_made_again_and_nothing_is_kept_of_the_one_before() {
    let (root, output) = (folder(), folder());
    let two = |first: Vec<u8>| {
        let mut memory = with("hall.jpg", first);
        memory.insert(
            "content/news/b.md",
            STORY.replace("PHOTO", "b.jpg").split_once("--\n").unwrap().1.as_bytes().to_vec(),
        );
        memory.insert("content/news/b.jpg", photo::jpeg(500, 400));
        memory
    };
    let (before, after) = (two(photo::jpeg(1000, 700)), two(photo::jpeg(700, 1000)));
    published(&before, root.path(), output.path()).unwrap();
    let now = published(&after, root.path(), output.path()).unwrap();
    assert_same(&now, &disk::clean(&after), "with another photo");
    assert!(String::from_utf8_lossy(&now["news/story/index.html"]).contains("width=\"700\" height=\"1000\""));
    assert!(!now.contains_key("news/hall.jpg.960.webp"));
    assert_eq!(kept(root.path()).len(), 3 + 3);

    let mut gone = after.clone();
    gone.files.retain(|path, _| !path.as_str().starts_with("content/news/b."));
    gone.insert("content/news/hall.jpg", photo::jpeg(710, 1000));
    published(&gone, root.path(), output.path()).unwrap();
    assert_eq!(kept(root.path()).len(), 3, "nothing is kept of a photo that is gone");
}

#[test]
fn every_photo_that_cannot_be_decoded_is_named_and_the_old_site_stands() {
    let (root, output) = (folder(), folder());
    let good = with("hall.jpg", photo::jpeg(1000, 700));
    let before = published(&good, root.path(), output.path()).unwrap();
    let mut memory = good.clone();
    let jpeg = photo::jpeg(1000, 700);
    memory.insert("content/news/hall.jpg", jpeg[..jpeg.len() - 100].to_vec());
    let mut png = photo::encoded(&photo::scene(600, 400), ImageFormat::Png);
    let middle = png.len() / 2;
    png[middle] ^= 0xff;
    memory.insert("content/news/b.png", png);
    memory
        .insert("content/news/b.md", STORY.replace("PHOTO", "b.png").split_once("--\n").unwrap().1.as_bytes().to_vec());
    let Err(Trouble::Content(found)) = published(&memory, root.path(), output.path()) else {
        panic!("a damaged photo was published");
    };
    expect![[r#"
        content/news/b.png:1:1 error[unusable-photo] this photo is damaged: its pixels cannot be decoded (open it in a picture viewer and save it anew, or copy it again)
        content/news/hall.jpg:1:1 error[unusable-photo] this photo is damaged, or ends too early (open it in a picture viewer and save it anew, or copy it again)
    "#]].assert_eq(&lines(&memory, &found));
    assert_same(&tree(output.path()), &before, "with damaged photos");

    // Whoever asks before publishing is told the same.
    let mut asked = sound(&memory).decode_photos(&memory, &Anew).expect("memory can be read");
    asked.dedup();
    assert_eq!(lines(&memory, &asked), lines(&memory, &found));
}

#[test]
fn the_address_of_a_size_is_not_taken_from_a_file() {
    let mut memory = with("hall.jpg", photo::jpeg(1000, 700));
    memory.insert("content/news/hall.jpg.480.webp", photo::encoded(&photo::scene(9, 9), ImageFormat::WebP));
    let text = "---\ntitle: A\npublished: 2022-03-01\n---\n![A hall](hall.jpg.480.webp)\n";
    memory.insert("content/news/other.md", text.as_bytes().to_vec());
    expect![[r#"
        content/news/hall.jpg.480.webp:1:1 error[duplicate-route] `/news/hall.jpg.480.webp` is already the address of `content/news/hall.jpg` (rename one of the two)
    "#]].assert_eq(&lines(&memory, &support::built(&memory, &options()).1));
}

#[test]
fn the_same_bytes_come_of_any_number_of_threads() {
    let mut memory = Memory::default();
    for number in 0..6u32 {
        let name = format!("p{number}.jpg");
        let (turn, photo) = (1 + number as u8, photo::jpeg(500 + 90 * number, 400));
        let one = with(&name, photo::with_origin(&photo, turn));
        memory.files.extend(one.files.into_iter().map(|(path, bytes)| {
            let path = path.as_str().replace("story", &format!("story-{number}"));
            (minutebook::span::SourcePath::new(path), bytes)
        }));
    }
    let of = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        let (root, output) = (folder(), folder());
        pool.install(|| published(&memory, root.path(), output.path())).expect("nothing is wrong")
    };
    let one = of(1);
    assert_same(&of(8), &one, "with eight threads");
    assert_eq!(one.keys().filter(|path| path.ends_with(".webp")).count(), 10);
}

#[test]
fn a_photo_of_a_withheld_record_is_published_in_no_size() {
    for hidden in ["draft: true", "embargo: 2024-06-02", "withdrawn: {date: 2023-01-01}", "public_until: 2024-05-31"] {
        let mut memory = with("hall.jpg", photo::jpeg(1000, 700));
        assert_eq!(renditions(&memory, "hall.jpg").len(), 6);
        let text = STORY.replace("PHOTO", "hall.jpg").replace("---\nText", &format!("{hidden}\n---\nText"));
        memory.files.extend(site(&text).files);
        assert!(renditions(&memory, "hall.jpg").is_empty(), "{hidden}");
    }
}

#[test]
fn the_colors_of_a_profile_are_those_that_are_seen() {
    let mut png = photo::encoded(&RgbImage::from_pixel(600, 400, image::Rgb([10, 200, 10])), ImageFormat::Png);
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("a profile can be written");
    let mut with_profile = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut with_profile);
    let pixels = decoded(&png);
    image::ImageEncoder::write_image(
        {
            let mut encoder = encoder;
            image::ImageEncoder::set_icc_profile(&mut encoder, profile).expect("PNG has profiles");
            encoder
        },
        pixels.as_raw(),
        600,
        400,
        image::ExtendedColorType::Rgb8,
    )
    .expect("it can be encoded");
    png = with_profile;
    let published = renditions(&with("a.png", png), "a.png");
    assert!(published[""].windows(4).any(|bytes| bytes == b"iCCP"), "the photo itself keeps its profile");
    let [red, green, blue] = decoded(&published[".600.webp"]).get_pixel(300, 200).0;
    // Outside of sRGB: what is nearest to it.
    assert!(red == 0 && (195..=210).contains(&green) && blue < 10, "{red} {green} {blue}");
    assert!(!published[".600.webp"].windows(4).any(|bytes| bytes == b"ICCP"));
}

/// Photos of every format, with all that may stand in them.
fn photos() -> [Vec<u8>; 4] {
    let webp = photo::encoded(&photo::scene(20, 10), ImageFormat::WebP);
    [
        photo::with_origin(&photo::jpeg(20, 10), 6),
        photo::with_texts(&photo::encoded(&photo::scene(20, 10), ImageFormat::Png)),
        photo::in_container(&webp, (20, 10), 0b1100),
        photo::gif_with_origin(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_stops_the_program(which in 0usize..4, cut in 0.0..1.5f64, bytes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let mut photo = photos()[which].clone();
        for (at, byte) in &bytes {
            let at = at.index(photo.len());
            photo[at] = *byte;
        }
        photo.truncate((photo.len() as f64 * cut) as usize);
        let Some(picture) = header(&mut Cursor::new(&photo)) else { return Ok(()) };
        if picture.pixels() < 1_000_000 {
            let wanted: Vec<Rendition> = wanted(&picture);
            if let Ok(made) = make(&photo, &picture, &wanted) {
                prop_assert!(made.iter().all(|bytes| !bytes.is_empty()));
            }
        }
    }
}

fn wanted(picture: &Picture) -> Vec<Rendition> {
    std::iter::once(Rendition::Whole).chain(picture.sizes().into_iter().map(Rendition::Sized)).collect()
}

#[test]
fn without_anything_kept_a_photo_is_made_at_once() {
    let memory = with("hall.jpg", photo::jpeg(1000, 700));
    let path = minutebook::span::SourcePath::new("content/news/hall.jpg");
    let picture = memory.list().get(&path).and_then(|file| file.picture).expect("it is a photo");
    let size = picture.sizes()[0];
    let asked =
        minutebook::build::Photo { source: &path, picture: &picture, rendition: Rendition::Sized(size), read: &memory };
    let bytes = Anew.photo(&asked).expect("nothing is wrong with it");
    assert_eq!(decoded(&bytes).dimensions(), (480, 336));
}
