
use builtin;
use str;

set edit:completion:arg-completer[leads] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'leads'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'leads'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List leads, newest first'
            cand find 'Find leads by e-mail address, phone number or id'
            cand fields 'Tell which fields the leads of this workspace carry'
            cand auth 'Keep an access token, and check it'
            cand config 'Tell of the config file'
            cand sandbox 'Serve a practice workspace on this machine'
            cand completions 'Print a completion script for a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;list'= {
            cand -n 'Stop after N leads'
            cand --limit 'Stop after N leads'
            cand --since 'Created at or after 7d (ago), 2026-01-31, …'
            cand --until 'Created before'
            cand --updated-since 'Changed at or after'
            cand --tag 'Only leads with this tag'
            cand --segment 'Only leads in this segment'
            cand --page 'One page alone, as the API numbers it'
            cand --per-page 'The largest page to ask for: at most 60 on API 1.x, 150 on 2.x'
            cand --sort 'Sort by a timestamp, such as last_seen_at'
            cand --order 'Direction of the sort: asc or desc [default: desc]'
            cand -f 'table, json, jsonl, csv or tsv [env: LEADS_FORMAT]'
            cand --format 'table, json, jsonl, csv or tsv [env: LEADS_FORMAT]'
            cand -o 'Write to FILE, whole or not at all'
            cand --output 'Write to FILE, whole or not at all'
            cand --fields 'Columns by name or path; +a,b adds to the usual ones'
            cand --time 'How times are written: utc, local, unix or relative'
            cand --jq 'Run a jq program on the leads'
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --count 'Print how many leads there are and nothing else'
            cand --partial 'Keep what was read when not every lead could be (exit 8 all the same)'
            cand --json 'The same as --format json'
            cand -r 'With --jq: print strings as they are, without quotes'
            cand --raw-output 'With --jq: print strings as they are, without quotes'
            cand --no-header 'No header line in table, csv and tsv'
            cand --excel 'csv for Excel: byte order mark, CRLF, no formulas'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;find'= {
            cand --email 'With this e-mail address; - reads standard input'
            cand --phone 'With this phone number; - reads standard input'
            cand --id 'With this id; - reads standard input'
            cand -f 'table, json, jsonl, csv or tsv [env: LEADS_FORMAT]'
            cand --format 'table, json, jsonl, csv or tsv [env: LEADS_FORMAT]'
            cand -o 'Write to FILE, whole or not at all'
            cand --output 'Write to FILE, whole or not at all'
            cand --fields 'Columns by name or path; +a,b adds to the usual ones'
            cand --time 'How times are written: utc, local, unix or relative'
            cand --jq 'Run a jq program on the leads'
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --scan 'Read every lead and match here'
            cand --strict 'Exit 1 when any value has no match'
            cand --json 'The same as --format json'
            cand -r 'With --jq: print strings as they are, without quotes'
            cand --raw-output 'With --jq: print strings as they are, without quotes'
            cand --no-header 'No header line in table, csv and tsv'
            cand --excel 'csv for Excel: byte order mark, CRLF, no formulas'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;fields'= {
            cand --sample 'How many of the latest leads to look at, or all'
            cand -f 'table, json, jsonl, csv or tsv [env: LEADS_FORMAT]'
            cand --format 'table, json, jsonl, csv or tsv [env: LEADS_FORMAT]'
            cand -o 'Write to FILE, whole or not at all'
            cand --output 'Write to FILE, whole or not at all'
            cand --fields 'Columns by name or path; +a,b adds to the usual ones'
            cand --time 'How times are written: utc, local, unix or relative'
            cand --jq 'Run a jq program on the leads'
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --json 'The same as --format json'
            cand -r 'With --jq: print strings as they are, without quotes'
            cand --raw-output 'With --jq: print strings as they are, without quotes'
            cand --no-header 'No header line in table, csv and tsv'
            cand --excel 'csv for Excel: byte order mark, CRLF, no formulas'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand login 'Ask for an access token, check it, and keep it for this profile'
            cand status 'Show which workspace the token opens, and where it comes from'
            cand logout 'Forget the token that is kept for this profile'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;auth;login'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth;status'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --json 'Print it as JSON'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth;logout'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth;help'= {
            cand login 'Ask for an access token, check it, and keep it for this profile'
            cand status 'Show which workspace the token opens, and where it comes from'
            cand logout 'Forget the token that is kept for this profile'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;auth;help;login'= {
        }
        &'leads;auth;help;status'= {
        }
        &'leads;auth;help;logout'= {
        }
        &'leads;auth;help;help'= {
        }
        &'leads;config'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand path 'Print the path of the config file, whether or not it exists'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;config;path'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;config;help'= {
            cand path 'Print the path of the config file, whether or not it exists'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;config;help;path'= {
        }
        &'leads;config;help;help'= {
        }
        &'leads;sandbox'= {
            cand --port 'Port to listen on; 0 is any free one'
            cand --leads 'How many leads there are'
            cand --seed 'Which leads: the same seed makes the same leads'
            cand --latency 'Pause before each answer, in milliseconds'
            cand --rate-limit 'Calls allowed, such as 12/2: twelve in two seconds'
            cand --api 'Which versions to serve; the others are refused as the API does'
            cand --token 'The one access token to accept [default: any]'
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --churn 'Create and delete leads while they are read'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;completions'= {
            cand --profile 'A profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Where it is hosted: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'The API''s address, in place of a region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'How long to wait for one answer [default: 30, in a scroll 90]'
            cand --retries 'How often to send a failed request again [default: 5]'
            cand --jobs 'How many requests to have in flight, 1 to 16 [default: 8]'
            cand --max-rate 'The most requests a second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Made-up leads from a practice server inside the command'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand -v 'Tell each request; twice, its headers too'
            cand --verbose 'Tell each request; twice, its headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;help'= {
            cand list 'List leads, newest first'
            cand find 'Find leads by e-mail address, phone number or id'
            cand fields 'Tell which fields the leads of this workspace carry'
            cand auth 'Keep an access token, and check it'
            cand config 'Tell of the config file'
            cand sandbox 'Serve a practice workspace on this machine'
            cand completions 'Print a completion script for a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;help;list'= {
        }
        &'leads;help;find'= {
        }
        &'leads;help;fields'= {
        }
        &'leads;help;auth'= {
            cand login 'Ask for an access token, check it, and keep it for this profile'
            cand status 'Show which workspace the token opens, and where it comes from'
            cand logout 'Forget the token that is kept for this profile'
        }
        &'leads;help;auth;login'= {
        }
        &'leads;help;auth;status'= {
        }
        &'leads;help;auth;logout'= {
        }
        &'leads;help;config'= {
            cand path 'Print the path of the config file, whether or not it exists'
        }
        &'leads;help;config;path'= {
        }
        &'leads;help;sandbox'= {
        }
        &'leads;help;completions'= {
        }
        &'leads;help;help'= {
        }
    ]
    $completions[$command]
}
