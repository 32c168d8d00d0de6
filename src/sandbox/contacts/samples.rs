//! The values that made-up contacts consist of. None belongs to a real person: e-mail
//! addresses use domains reserved for examples.

/// A name as displayed, and its form in an e-mail address.
pub(super) struct Name(pub(super) &'static str, pub(super) &'static str);

pub(super) const GIVEN_NAMES: [Name; 40] = [
    Name("Ada", "ada"),
    Name("Agnieszka", "agnieszka"),
    Name("Aisha", "aisha"),
    Name("Amara", "amara"),
    Name("Anaïs", "anais"),
    Name("Bjørn", "bjorn"),
    Name("Carlos", "carlos"),
    Name("Chidi", "chidi"),
    Name("Chloé", "chloe"),
    Name("Daniel", "daniel"),
    Name("Deirdre", "deirdre"),
    Name("Elif", "elif"),
    Name("Emma", "emma"),
    Name("Fatima", "fatima"),
    Name("Freya", "freya"),
    Name("Grace", "grace"),
    Name("Hiro", "hiro"),
    Name("Ines", "ines"),
    Name("Ivan", "ivan"),
    Name("James", "james"),
    Name("Jürgen", "jurgen"),
    Name("Kwame", "kwame"),
    Name("Leila", "leila"),
    Name("Liam", "liam"),
    Name("Lucía", "lucia"),
    Name("Maeve", "maeve"),
    Name("Mary Ann", "maryann"),
    Name("Mateo", "mateo"),
    Name("Noah", "noah"),
    Name("Nkechi", "nkechi"),
    Name("Olu", "olu"),
    Name("Priya", "priya"),
    Name("Ravi", "ravi"),
    Name("Rosa", "rosa"),
    Name("Saoirse", "saoirse"),
    Name("Søren", "soren"),
    Name("Tomás", "tomas"),
    Name("Wei", "wei"),
    Name("Yara", "yara"),
    Name("Zoë", "zoe"),
];

pub(super) const FAMILY_NAMES: [Name; 36] = [
    Name("Abara", "abara"),
    Name("Andersson", "andersson"),
    Name("Bauer", "bauer"),
    Name("Brown", "brown"),
    Name("Chen", "chen"),
    Name("Costa", "costa"),
    Name("D'Angelo", "dangelo"),
    Name("da Silva", "dasilva"),
    Name("Demir", "demir"),
    Name("Doyle", "doyle"),
    Name("Dubois", "dubois"),
    Name("Eze", "eze"),
    Name("Fischer", "fischer"),
    Name("García", "garcia"),
    Name("Hansen", "hansen"),
    Name("Haddad", "haddad"),
    Name("Johnson", "johnson"),
    Name("Khan", "khan"),
    Name("Kowalska", "kowalska"),
    Name("Lefèvre", "lefevre"),
    Name("MacDonald", "macdonald"),
    Name("Mensah", "mensah"),
    Name("Müller", "muller"),
    Name("Nakamura", "nakamura"),
    Name("Novák", "novak"),
    Name("Nguyễn", "nguyen"),
    Name("O'Brien", "obrien"),
    Name("O'Neill", "oneill"),
    Name("Okafor", "okafor"),
    Name("Patel", "patel"),
    Name("Rossi", "rossi"),
    Name("Schmidt-Weber", "schmidtweber"),
    Name("Smith", "smith"),
    Name("Tanaka", "tanaka"),
    Name("van den Berg", "vandenberg"),
    Name("Yılmaz", "yilmaz"),
];

/// Full names that do not consist of a given and a family name in Latin letters.
pub(super) const OTHER_NAMES: [Name; 22] = [
    Name("王小明", "xiaoming.wang"),
    Name("李娜", "na.li"),
    Name("山田 太郎", "taro.yamada"),
    Name("김민준", "minjun.kim"),
    Name("محمد علي", "mohamed.ali"),
    Name("ليلى حداد", "layla.haddad"),
    Name("אבי כהן", "avi.cohen"),
    Name("Γιώργος Παπαδόπουλος", "g.papadopoulos"),
    Name("Ελένη", "eleni"),
    Name("Иван Петров", "i.petrov"),
    Name("Олена Шевченко", "olena.s"),
    Name("สมชาย ใจดี", "somchai"),
    Name("प्रिया शर्मा", "priya.sharma"),
    Name("Jose\u{301} A\u{301}lvarez", "jose.alvarez"),
    Name("Zoe\u{308} 🦊", "zoe.fox"),
    Name("👩\u{200d}💻 Ada", "ada.codes"),
    Name("Smith & Sons", "info.smith"),
    Name("Tom & Jerry's <Garage>", "garage"),
    Name("Robert \"Bob\" Nolan", "bob.nolan"),
    Name("Nolan, Bob", "bnolan"),
    Name("x", "x"),
    Name("Wolfeschlegelsteinhausenbergerdorff", "wolfe"),
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

/// A location of contacts.
pub(crate) struct Place {
    pub(crate) city: &'static str,
    pub(crate) region: &'static str,
    pub(crate) country: &'static str,
    /// ISO 3166-1, three letters.
    pub(crate) code: &'static str,
    pub(crate) continent: &'static str,
    pub(crate) timezone: &'static str,
    pub(crate) postal: Option<&'static str>,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
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

/// A tag, a segment or a company.
pub(crate) struct Label {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
}

const fn label(id: &'static str, name: &'static str) -> Label {
    Label { id, name }
}

/// The workspace's tags: first the common ones, then those of webinars.
pub(crate) const TAGS: [Label; 18] = [
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

/// The number of common tags in [`TAGS`]. A contact has at most two of these, and
/// either all or none of the others.
pub(super) const COMMON_TAGS: usize = 6;

/// The workspace's segments.
pub(crate) const SEGMENTS: [Label; 5] = [
    label("53203e244cba153d39000062", "New"),
    label("53203e244cba153d39000063", "Active"),
    label("53203e244cba153d39000064", "Slipping Away"),
    label("5a1f0c9e7d3b4e0001c2d3e4", "Asked for a price"),
    label("5a1f0c9e7d3b4e0001c2d3e5", "Came by a campaign"),
];

/// Companies, by the ids that the API assigns.
pub(super) const COMPANIES: [Label; 5] = [
    label("5911bd8bf0c7223d2d1d045d", "Smith & Sons"),
    label("5911bd8bf0c7223d2d1d045e", "O'Hara Logistics"),
    label("5911bd8bf0c7223d2d1d045f", "Nordlicht GmbH"),
    label("5911bd8bf0c7223d2d1d0460", "青い鳥株式会社"),
    label("5911bd8bf0c7223d2d1d0461", "Blue, Green & Partners"),
];

pub(super) const USER_AGENTS: [&str; 3] = [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Mobile",
];
