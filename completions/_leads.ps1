
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'leads' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'leads'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'leads' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List leads, newest first')
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find leads by e-mail address, phone number or id')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Keep a copy of every lead in a SQLite file, and print what changed')
            [CompletionResult]::new('fields', 'fields', [CompletionResultType]::ParameterValue, 'List the fields that the leads of this workspace have')
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Store, check or remove an access token')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Print the path of the config file, or its profiles')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a practice workspace on this computer')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the man pages to a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leads;list' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Stop after N leads')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Stop after N leads')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only leads that match: "country = ''Ireland''"')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Created at or after 7d (ago), 2026-01-31, …')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Created before')
            [CompletionResult]::new('--updated-since', '--updated-since', [CompletionResultType]::ParameterName, 'Changed at or after')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only leads with this tag, by name or id')
            [CompletionResult]::new('--segment', '--segment', [CompletionResultType]::ParameterName, 'Only leads in this segment, by name or id')
            [CompletionResult]::new('--page', '--page', [CompletionResultType]::ParameterName, 'Print only page N, as the API numbers it')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Maximum page size: up to 60 on API 1.x, 150 on 2.x')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by a timestamp, such as last_seen_at')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Direction of the sort: asc or desc [default: desc]')
            [CompletionResult]::new('--count-by', '--count-by', [CompletionResultType]::ParameterName, 'Print the number of leads with each value')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns from FILE, one per line, in that order')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write what the run did to FILE, as JSON')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Format of times: utc, local, unix or relative')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Run a jq program on the leads')
            [CompletionResult]::new('--jq-file', '--jq-file', [CompletionResultType]::ParameterName, 'Read the jq program from FILE')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'With --jq: set the variable $NAME, also in $ARGS.named')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Print only the number of leads')
            [CompletionResult]::new('--scan', '--scan', [CompletionResultType]::ParameterName, 'Send no filters: check every lead here')
            [CompletionResult]::new('--partial', '--partial', [CompletionResultType]::ParameterName, 'Keep what was read when the run fails')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit 1 if there are no leads, or no lead has a field')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('--raw-output', '--raw-output', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--compact-output', '--compact-output', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header line of table, csv, tsv and xlsx')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv for Excel, without formulas; or use xlsx')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;find' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'E-mail addresses to find; - reads standard input')
            [CompletionResult]::new('--phone', '--phone', [CompletionResultType]::ParameterName, 'Phone numbers to find: ''+353 87 555 1234''')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Ids to find')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Read the values from this column of CSV on standard input')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns from FILE, one per line, in that order')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write what the run did to FILE, as JSON')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Format of times: utc, local, unix or relative')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Run a jq program on the leads')
            [CompletionResult]::new('--jq-file', '--jq-file', [CompletionResultType]::ParameterName, 'Read the jq program from FILE')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'With --jq: set the variable $NAME, also in $ARGS.named')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--with-value', '--with-value', [CompletionResultType]::ParameterName, 'Add a first column, value: the value that matched')
            [CompletionResult]::new('--scan', '--scan', [CompletionResultType]::ParameterName, 'Read every lead and check it here')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit 1 if any value has no match')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('--raw-output', '--raw-output', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--compact-output', '--compact-output', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header line of table, csv, tsv and xlsx')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv for Excel, without formulas; or use xlsx')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;sync' {
            [CompletionResult]::new('--full-after', '--full-after', [CompletionResultType]::ParameterName, 'With --quick: read everything after this long [default: 7d]')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Report no changes in these fields: last_seen_at,updated_at')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'How long changes are kept in the copy, or all [default: 90d]')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'Print the changes of run N again, without network')
            [CompletionResult]::new('--forget', '--forget', [CompletionResultType]::ParameterName, 'Remove a lead and its history from the copy, without network')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Print only changes of leads that match: "country = ''Ireland''"')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Format of times: utc, local, unix or relative')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Run a jq program on the leads')
            [CompletionResult]::new('--jq-file', '--jq-file', [CompletionResultType]::ParameterName, 'Read the jq program from FILE')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'With --jq: set the variable $NAME, also in $ARGS.named')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--quick', '--quick', [CompletionResultType]::ParameterName, 'Read only leads that were updated since the last run')
            [CompletionResult]::new('--initial', '--initial', [CompletionResultType]::ParameterName, 'Print every lead as added if the copy is new')
            [CompletionResult]::new('--accept-gone', '--accept-gone', [CompletionResultType]::ParameterName, 'Allow more than a fifth of the copy to be gone')
            [CompletionResult]::new('--partial', '--partial', [CompletionResultType]::ParameterName, 'Save what was read when not every lead was (still exit 8)')
            [CompletionResult]::new('--rebuild', '--rebuild', [CompletionResultType]::ParameterName, 'Read everything again, even if the API generation changed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('--raw-output', '--raw-output', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--compact-output', '--compact-output', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header line of table, csv, tsv and xlsx')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv for Excel, without formulas; or use xlsx')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;fields' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Number of latest leads to read, or all')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, completely or not at all')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Format of times: utc, local, unix or relative')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Run a jq program on the leads')
            [CompletionResult]::new('--jq-file', '--jq-file', [CompletionResultType]::ParameterName, 'Read the jq program from FILE')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'With --jq: set the variable $NAME, also in $ARGS.named')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print the columns for --columns FILE, one per line')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('--raw-output', '--raw-output', [CompletionResultType]::ParameterName, 'With --jq: print strings without quotes')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--compact-output', '--compact-output', [CompletionResultType]::ParameterName, 'With --jq: print each result on one line, on a terminal too')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header line of table, csv, tsv and xlsx')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv for Excel, without formulas; or use xlsx')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;auth' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Ask for an access token, check it, and store it for this profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the workspace of the token, and where the token comes from')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove the stored token of this profile')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leads;auth;login' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;auth;status' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'text or json')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'text or json')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;auth;logout' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;auth;help' {
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Ask for an access token, check it, and store it for this profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the workspace of the token, and where the token comes from')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove the stored token of this profile')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leads;auth;help;login' {
            break
        }
        'leads;auth;help;status' {
            break
        }
        'leads;auth;help;logout' {
            break
        }
        'leads;auth;help;help' {
            break
        }
        'leads;config' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the config file, whether or not it exists')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'Print the names of the profiles, of the config file and of logins')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leads;config;path' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;config;profiles' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;config;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the config file, whether or not it exists')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'Print the names of the profiles, of the config file and of logins')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leads;config;help;path' {
            break
        }
        'leads;config;help;profiles' {
            break
        }
        'leads;config;help;help' {
            break
        }
        'leads;sandbox' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 is any free one')
            [CompletionResult]::new('--leads', '--leads', [CompletionResultType]::ParameterName, 'Number of leads')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of the made-up leads: the same seed makes the same leads')
            [CompletionResult]::new('--clock', '--clock', [CompletionResultType]::ParameterName, 'Time at the start, when the newest lead was created [default: now]')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Delay before each response, in milliseconds')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Requests allowed, such as 12/2: twelve in two seconds')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'Versions to serve; others are refused, as by the API')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Access token to accept [default: any]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--churn', '--churn', [CompletionResultType]::ParameterName, 'Create, update and remove leads while they are read')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;completions' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;man' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The folder; created if it does not exist')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: LEADS_PROFILE]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the workspace: us, eu or au [env: LEADS_REGION]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API address, instead of the region''s [env: INTERCOM_API_BASE_URL]')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request [default: 30, in a scroll 90]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of requests in flight, 1 to 16 [default: 8]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Maximum number of requests per second')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Use made-up leads from a built-in practice server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no messages except errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log each request; -vv logs headers too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leads;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List leads, newest first')
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find leads by e-mail address, phone number or id')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Keep a copy of every lead in a SQLite file, and print what changed')
            [CompletionResult]::new('fields', 'fields', [CompletionResultType]::ParameterValue, 'List the fields that the leads of this workspace have')
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Store, check or remove an access token')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Print the path of the config file, or its profiles')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a practice workspace on this computer')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the man pages to a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leads;help;list' {
            break
        }
        'leads;help;find' {
            break
        }
        'leads;help;sync' {
            break
        }
        'leads;help;fields' {
            break
        }
        'leads;help;auth' {
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Ask for an access token, check it, and store it for this profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the workspace of the token, and where the token comes from')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove the stored token of this profile')
            break
        }
        'leads;help;auth;login' {
            break
        }
        'leads;help;auth;status' {
            break
        }
        'leads;help;auth;logout' {
            break
        }
        'leads;help;config' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the config file, whether or not it exists')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'Print the names of the profiles, of the config file and of logins')
            break
        }
        'leads;help;config;path' {
            break
        }
        'leads;help;config;profiles' {
            break
        }
        'leads;help;sandbox' {
            break
        }
        'leads;help;completions' {
            break
        }
        'leads;help;man' {
            break
        }
        'leads;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
