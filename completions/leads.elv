
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
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List leads, newest first'
            cand find 'Find leads by e-mail address, phone number or id'
            cand sync 'Keep a copy of every lead in a SQLite file, and print what changed'
            cand fields 'List the fields that the leads of this workspace have'
            cand auth 'Store, check or remove an access token'
            cand config 'Print the path of the config file, or its profiles'
            cand sandbox 'Run a practice workspace on this computer'
            cand completions 'Print a completion script for a shell'
            cand man 'Write the man pages to a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;list'= {
            cand -n 'Stop after N leads'
            cand --limit 'Stop after N leads'
            cand --where 'Only leads that match: "country = ''Ireland''"'
            cand --since 'Created at or after 7d (ago), 2026-01-31, …'
            cand --until 'Created before'
            cand --updated-since 'Changed at or after'
            cand --tag 'Only leads with this tag, by name or id'
            cand --segment 'Only leads in this segment, by name or id'
            cand --page 'Print only page N, as the API numbers it'
            cand --per-page 'Maximum page size: up to 60 on API 1.x, 150 on 2.x'
            cand --sort 'Sort by a timestamp, such as last_seen_at'
            cand --order 'Direction of the sort: asc or desc [default: desc]'
            cand --count-by 'Print the number of leads with each value'
            cand --columns 'Columns from FILE, one per line, in that order'
            cand --report 'Write what the run did to FILE, as JSON'
            cand -f 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand --format 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand -o 'Write to FILE, completely or not at all'
            cand --output 'Write to FILE, completely or not at all'
            cand --fields 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]'
            cand --time 'Format of times: utc, local, unix or relative'
            cand --jq 'Run a jq program on the leads'
            cand --jq-file 'Read the jq program from FILE'
            cand --arg 'With --jq: set the variable $NAME, also in $ARGS.named'
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --count 'Print only the number of leads'
            cand --scan 'Send no filters: check every lead here'
            cand --partial 'Keep what was read when the run fails'
            cand --strict 'Exit 1 if there are no leads, or no lead has a field'
            cand --json 'The same as --format json'
            cand -r 'With --jq: print strings without quotes'
            cand --raw-output 'With --jq: print strings without quotes'
            cand -c 'With --jq: print each result on one line, on a terminal too'
            cand --compact-output 'With --jq: print each result on one line, on a terminal too'
            cand --no-header 'Omit the header line of table, csv, tsv and xlsx'
            cand --excel 'csv for Excel, without formulas; or use xlsx'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;find'= {
            cand --email 'E-mail addresses to find; - reads standard input'
            cand --phone 'Phone numbers to find: ''+353 87 555 1234'''
            cand --id 'Ids to find'
            cand --column 'Read the values from this column of CSV on standard input'
            cand --columns 'Columns from FILE, one per line, in that order'
            cand --report 'Write what the run did to FILE, as JSON'
            cand -f 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand --format 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand -o 'Write to FILE, completely or not at all'
            cand --output 'Write to FILE, completely or not at all'
            cand --fields 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]'
            cand --time 'Format of times: utc, local, unix or relative'
            cand --jq 'Run a jq program on the leads'
            cand --jq-file 'Read the jq program from FILE'
            cand --arg 'With --jq: set the variable $NAME, also in $ARGS.named'
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --with-value 'Add a first column, value: the value that matched'
            cand --scan 'Read every lead and check it here'
            cand --strict 'Exit 1 if any value has no match'
            cand --json 'The same as --format json'
            cand -r 'With --jq: print strings without quotes'
            cand --raw-output 'With --jq: print strings without quotes'
            cand -c 'With --jq: print each result on one line, on a terminal too'
            cand --compact-output 'With --jq: print each result on one line, on a terminal too'
            cand --no-header 'Omit the header line of table, csv, tsv and xlsx'
            cand --excel 'csv for Excel, without formulas; or use xlsx'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;sync'= {
            cand --full-after 'With --quick: read everything after this long [default: 7d]'
            cand --ignore 'Report no changes in these fields: last_seen_at,updated_at'
            cand --keep 'How long changes are kept in the copy, or all [default: 90d]'
            cand --again 'Print the changes of run N again, without network'
            cand --forget 'Remove a lead and its history from the copy, without network'
            cand --where 'Print only changes of leads that match: "country = ''Ireland''"'
            cand -f 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand --format 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand -o 'Write to FILE, completely or not at all'
            cand --output 'Write to FILE, completely or not at all'
            cand --fields 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]'
            cand --time 'Format of times: utc, local, unix or relative'
            cand --jq 'Run a jq program on the leads'
            cand --jq-file 'Read the jq program from FILE'
            cand --arg 'With --jq: set the variable $NAME, also in $ARGS.named'
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --quick 'Read only leads that were updated since the last run'
            cand --initial 'Print every lead as added if the copy is new'
            cand --accept-gone 'Allow more than a fifth of the copy to be gone'
            cand --partial 'Save what was read when not every lead was (still exit 8)'
            cand --rebuild 'Read everything again, even if the API generation changed'
            cand --json 'The same as --format json'
            cand -r 'With --jq: print strings without quotes'
            cand --raw-output 'With --jq: print strings without quotes'
            cand -c 'With --jq: print each result on one line, on a terminal too'
            cand --compact-output 'With --jq: print each result on one line, on a terminal too'
            cand --no-header 'Omit the header line of table, csv, tsv and xlsx'
            cand --excel 'csv for Excel, without formulas; or use xlsx'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;fields'= {
            cand --sample 'Number of latest leads to read, or all'
            cand -f 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand --format 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]'
            cand -o 'Write to FILE, completely or not at all'
            cand --output 'Write to FILE, completely or not at all'
            cand --fields 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]'
            cand --time 'Format of times: utc, local, unix or relative'
            cand --jq 'Run a jq program on the leads'
            cand --jq-file 'Read the jq program from FILE'
            cand --arg 'With --jq: set the variable $NAME, also in $ARGS.named'
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --columns 'Print the columns for --columns FILE, one per line'
            cand --json 'The same as --format json'
            cand -r 'With --jq: print strings without quotes'
            cand --raw-output 'With --jq: print strings without quotes'
            cand -c 'With --jq: print each result on one line, on a terminal too'
            cand --compact-output 'With --jq: print each result on one line, on a terminal too'
            cand --no-header 'Omit the header line of table, csv, tsv and xlsx'
            cand --excel 'csv for Excel, without formulas; or use xlsx'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth'= {
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand login 'Ask for an access token, check it, and store it for this profile'
            cand status 'Show the workspace of the token, and where the token comes from'
            cand logout 'Remove the stored token of this profile'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;auth;login'= {
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth;status'= {
            cand -f 'text or json'
            cand --format 'text or json'
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --json 'The same as --format json'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth;logout'= {
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;auth;help'= {
            cand login 'Ask for an access token, check it, and store it for this profile'
            cand status 'Show the workspace of the token, and where the token comes from'
            cand logout 'Remove the stored token of this profile'
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
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand path 'Print the path of the config file, whether or not it exists'
            cand profiles 'Print the names of the profiles, of the config file and of logins'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;config;path'= {
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;config;profiles'= {
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;config;help'= {
            cand path 'Print the path of the config file, whether or not it exists'
            cand profiles 'Print the names of the profiles, of the config file and of logins'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;config;help;path'= {
        }
        &'leads;config;help;profiles'= {
        }
        &'leads;config;help;help'= {
        }
        &'leads;sandbox'= {
            cand --port 'Port to listen on; 0 is any free one'
            cand --leads 'Number of leads'
            cand --seed 'Seed of the made-up leads: the same seed makes the same leads'
            cand --clock 'Time at the start, when the newest lead was created [default: now]'
            cand --latency 'Delay before each response, in milliseconds'
            cand --rate-limit 'Requests allowed, such as 12/2: twelve in two seconds'
            cand --api 'Versions to serve; others are refused, as by the API'
            cand --token 'Access token to accept [default: any]'
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --churn 'Create, update and remove leads while they are read'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;completions'= {
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;man'= {
            cand --to 'The folder; created if it does not exist'
            cand --profile 'Profile of the config file [env: LEADS_PROFILE]'
            cand --region 'Region of the workspace: us, eu or au [env: LEADS_REGION]'
            cand --base-url 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]'
            cand --api-version 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]'
            cand --timeout 'Time limit of a request [default: 30, in a scroll 90]'
            cand --retries 'Number of times to retry a failed request [default: 5]'
            cand --jobs 'Number of requests in flight, 1 to 16 [default: 8]'
            cand --max-rate 'Maximum number of requests per second'
            cand --color 'When to use colours: auto, always or never'
            cand --demo 'Use made-up leads from a built-in practice server'
            cand -q 'Print no messages except errors'
            cand --quiet 'Print no messages except errors'
            cand -v 'Log each request; -vv logs headers too'
            cand --verbose 'Log each request; -vv logs headers too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leads;help'= {
            cand list 'List leads, newest first'
            cand find 'Find leads by e-mail address, phone number or id'
            cand sync 'Keep a copy of every lead in a SQLite file, and print what changed'
            cand fields 'List the fields that the leads of this workspace have'
            cand auth 'Store, check or remove an access token'
            cand config 'Print the path of the config file, or its profiles'
            cand sandbox 'Run a practice workspace on this computer'
            cand completions 'Print a completion script for a shell'
            cand man 'Write the man pages to a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leads;help;list'= {
        }
        &'leads;help;find'= {
        }
        &'leads;help;sync'= {
        }
        &'leads;help;fields'= {
        }
        &'leads;help;auth'= {
            cand login 'Ask for an access token, check it, and store it for this profile'
            cand status 'Show the workspace of the token, and where the token comes from'
            cand logout 'Remove the stored token of this profile'
        }
        &'leads;help;auth;login'= {
        }
        &'leads;help;auth;status'= {
        }
        &'leads;help;auth;logout'= {
        }
        &'leads;help;config'= {
            cand path 'Print the path of the config file, whether or not it exists'
            cand profiles 'Print the names of the profiles, of the config file and of logins'
        }
        &'leads;help;config;path'= {
        }
        &'leads;help;config;profiles'= {
        }
        &'leads;help;sandbox'= {
        }
        &'leads;help;completions'= {
        }
        &'leads;help;man'= {
        }
        &'leads;help;help'= {
        }
    ]
    $completions[$command]
}
