//! The words that made-up leads are put together from. Nothing here is
//! anybody's: addresses are of example.com and its like, and the telephone
//! numbers lie in the ranges that regulators keep free for fiction.

/// A name as shown, and as it stands in an e-mail address.
pub(super) struct Word(pub(super) &'static str, pub(super) &'static str);

pub(super) const GIVEN: [Word; 40] = [
    Word("Ada", "ada"),
    Word("Agnieszka", "agnieszka"),
    Word("Aisha", "aisha"),
    Word("Amara", "amara"),
    Word("Anaïs", "anais"),
    Word("Bjørn", "bjorn"),
    Word("Carlos", "carlos"),
    Word("Chidi", "chidi"),
    Word("Chloé", "chloe"),
    Word("Daniel", "daniel"),
    Word("Deirdre", "deirdre"),
    Word("Elif", "elif"),
    Word("Emma", "emma"),
    Word("Fatima", "fatima"),
    Word("Freya", "freya"),
    Word("Grace", "grace"),
    Word("Hiro", "hiro"),
    Word("Ines", "ines"),
    Word("Ivan", "ivan"),
    Word("James", "james"),
    Word("Jürgen", "jurgen"),
    Word("Kwame", "kwame"),
    Word("Leila", "leila"),
    Word("Liam", "liam"),
    Word("Lucía", "lucia"),
    Word("Maeve", "maeve"),
    Word("Mary Ann", "maryann"),
    Word("Mateo", "mateo"),
    Word("Noah", "noah"),
    Word("Nkechi", "nkechi"),
    Word("Olu", "olu"),
    Word("Priya", "priya"),
    Word("Ravi", "ravi"),
    Word("Rosa", "rosa"),
    Word("Saoirse", "saoirse"),
    Word("Søren", "soren"),
    Word("Tomás", "tomas"),
    Word("Wei", "wei"),
    Word("Yara", "yara"),
    Word("Zoë", "zoe"),
];

pub(super) const FAMILY: [Word; 36] = [
    Word("Abara", "abara"),
    Word("Andersson", "andersson"),
    Word("Bauer", "bauer"),
    Word("Brown", "brown"),
    Word("Chen", "chen"),
    Word("Costa", "costa"),
    Word("D'Angelo", "dangelo"),
    Word("da Silva", "dasilva"),
    Word("Demir", "demir"),
    Word("Doyle", "doyle"),
    Word("Dubois", "dubois"),
    Word("Eze", "eze"),
    Word("Fischer", "fischer"),
    Word("García", "garcia"),
    Word("Hansen", "hansen"),
    Word("Haddad", "haddad"),
    Word("Johnson", "johnson"),
    Word("Khan", "khan"),
    Word("Kowalska", "kowalska"),
    Word("Lefèvre", "lefevre"),
    Word("MacDonald", "macdonald"),
    Word("Mensah", "mensah"),
    Word("Müller", "muller"),
    Word("Nakamura", "nakamura"),
    Word("Novák", "novak"),
    Word("Nguyễn", "nguyen"),
    Word("O'Brien", "obrien"),
    Word("O'Neill", "oneill"),
    Word("Okafor", "okafor"),
    Word("Patel", "patel"),
    Word("Rossi", "rossi"),
    Word("Schmidt-Weber", "schmidtweber"),
    Word("Smith", "smith"),
    Word("Tanaka", "tanaka"),
    Word("van den Berg", "vandenberg"),
    Word("Yılmaz", "yilmaz"),
];

/// Names that are not a given name before a family name in Latin letters.
pub(super) const WHOLE: [Word; 22] = [
    Word("王小明", "xiaoming.wang"),
    Word("李娜", "na.li"),
    Word("山田 太郎", "taro.yamada"),
    Word("김민준", "minjun.kim"),
    Word("محمد علي", "mohamed.ali"),
    Word("ليلى حداد", "layla.haddad"),
    Word("אבי כהן", "avi.cohen"),
    Word("Γιώργος Παπαδόπουλος", "g.papadopoulos"),
    Word("Ελένη", "eleni"),
    Word("Иван Петров", "i.petrov"),
    Word("Олена Шевченко", "olena.s"),
    Word("สมชาย ใจดี", "somchai"),
    Word("प्रिया शर्मा", "priya.sharma"),
    Word("Jose\u{301} A\u{301}lvarez", "jose.alvarez"),
    Word("Zoe\u{308} 🦊", "zoe.fox"),
    Word("👩\u{200d}💻 Ada", "ada.codes"),
    Word("Smith & Sons", "info.smith"),
    Word("Tom & Jerry's <Garage>", "garage"),
    Word("Robert \"Bob\" Nolan", "bob.nolan"),
    Word("Nolan, Bob", "bnolan"),
    Word("x", "x"),
    Word("Wolfeschlegelsteinhausenbergerdorff", "wolfe"),
];

pub(super) const MAIL_DOMAINS: [&str; 5] = [
    "example.com",
    "example.com",
    "example.com",
    "example.org",
    "example.net",
];

pub(super) const MAIL_TAGS: [&str; 4] = ["demo", "newsletter", "intercom", "2026"];

pub(super) const COLOURS: [&str; 12] = [
    "Amber", "Aqua", "Blue", "Coral", "Crimson", "Green", "Indigo", "Lime", "Maroon", "Olive",
    "Teal", "Violet",
];

pub(super) const ANIMALS: [&str; 12] = [
    "Badger", "Camel", "Dolphin", "Falcon", "Giraffe", "Heron", "Koala", "Lynx", "Otter", "Panda",
    "Robin", "Walrus",
];

/// A place on the map, with what belongs to it.
pub(super) struct Place {
    pub(super) city: &'static str,
    pub(super) region: &'static str,
    pub(super) country: &'static str,
    /// ISO 3166-1, three letters.
    pub(super) code: &'static str,
    pub(super) continent: &'static str,
    pub(super) timezone: &'static str,
    pub(super) postal: Option<&'static str>,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

macro_rules! places {
    ($($city:literal $region:literal $country:literal $code:literal $continent:literal
       $timezone:literal $postal:expr, $latitude:literal $longitude:literal;)*) => {
        &[$(Place {
            city: $city,
            region: $region,
            country: $country,
            code: $code,
            continent: $continent,
            timezone: $timezone,
            postal: $postal,
            latitude: $latitude,
            longitude: $longitude,
        }),*]
    };
}

pub(super) const PLACES: &[Place] = places! {
    "Mukilteo" "Washington" "United States" "USA" "NA" "America/Los_Angeles" Some("98275"), 47.913 -122.3042;
    "Austin" "Texas" "United States" "USA" "NA" "America/Chicago" Some("78701"), 30.2672 -97.7431;
    "Brooklyn" "New York" "United States" "USA" "NA" "America/New_York" Some("11201"), 40.6943 -73.9903;
    "Montréal" "Quebec" "Canada" "CAN" "NA" "America/Toronto" Some("H2Y 1C6"), 45.5088 -73.554;
    "Dublin" "Dublin City" "Ireland" "IRL" "EU" "Europe/Dublin" None, 53.3331 -6.2489;
    "Cork" "Munster" "Ireland" "IRL" "EU" "Europe/Dublin" Some(""), 51.898 -8.4706;
    "London" "England" "United Kingdom" "GBR" "EU" "Europe/London" Some("EC1A"), 51.5085 -0.1257;
    "Berlin" "Land Berlin" "Germany" "DEU" "EU" "Europe/Berlin" Some("10115"), 52.5244 13.4105;
    "Kraków" "Lesser Poland" "Poland" "POL" "EU" "Europe/Warsaw" Some("30-001"), 50.0614 19.9366;
    "Athens" "Attica" "Greece" "GRC" "EU" "Europe/Athens" Some("105 57"), 37.9838 23.7278;
    "Lagos" "Lagos" "Nigeria" "NGA" "AF" "Africa/Lagos" None, 6.4541 3.3947;
    "Cairo" "Cairo Governorate" "Egypt" "EGY" "AF" "Africa/Cairo" None, 30.0626 31.2497;
    "São Paulo" "São Paulo" "Brazil" "BRA" "SA" "America/Sao_Paulo" Some("01000"), -23.5475 -46.6361;
    "Bengaluru" "Karnataka" "India" "IND" "AS" "Asia/Kolkata" Some("560001"), 12.9719 77.5937;
    "東京" "Tokyo" "Japan" "JPN" "AS" "Asia/Tokyo" Some("100-0001"), 35.6895 139.6917;
    "Sydney" "New South Wales" "Australia" "AUS" "OC" "Australia/Sydney" Some("2000"), -33.8678 151.2073;
    "L'Aquila" "Abruzzo" "Italy" "ITA" "EU" "Europe/Rome" Some("67100"), 42.3505 13.3995;
};

/// An id and the name that belongs to it.
pub(super) struct Label {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
}

const fn label(id: &'static str, name: &'static str) -> Label {
    Label { id, name }
}

/// The workspace's tags: first those that many carry, then those of events.
pub(super) const TAGS: [Label; 18] = [
    label("17513", "VIP"),
    label("17514", "Trial"),
    label("17902", "R&D"),
    label("18240", "Events, spring"),
    label("20017", "Zürich"),
    label("20118", "do not call"),
    label("31001", "Webinar 1"),
    label("31002", "Webinar 2"),
    label("31003", "Webinar 3"),
    label("31004", "Webinar 4"),
    label("31005", "Webinar 5"),
    label("31006", "Webinar 6"),
    label("31007", "Webinar 7"),
    label("31008", "Webinar 8"),
    label("31009", "Webinar 9"),
    label("31010", "Webinar 10"),
    label("31011", "Webinar 11"),
    label("31012", "Webinar 12"),
];

/// How many of [`TAGS`] are handed out singly.
pub(super) const COMMON_TAGS: usize = 6;

/// The workspace's segments.
pub(super) const SEGMENTS: [Label; 5] = [
    label("53203e244cba153d39000062", "New"),
    label("53203e244cba153d39000063", "Active"),
    label("53203e244cba153d39000064", "Slipping Away"),
    label("5a1f0c9e7d3b4e0001c2d3e4", "Asked for a price"),
    label("5a1f0c9e7d3b4e0001c2d3e5", "Came by a campaign"),
];

/// Companies; the id that the API gives, and the name.
pub(super) const COMPANIES: [Label; 5] = [
    label("5911bd8bf0c7223d2d1d045d", "Smith & Sons"),
    label("5911bd8bf0c7223d2d1d045e", "O'Hara Logistics"),
    label("5911bd8bf0c7223d2d1d045f", "Nordlicht GmbH"),
    label("5911bd8bf0c7223d2d1d0460", "青い鳥株式会社"),
    label("5911bd8bf0c7223d2d1d0461", "Blue, Green & Partners"),
];

pub(super) const BROWSERS: [&str; 3] = [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Mobile",
];
