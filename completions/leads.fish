function __leads_names
	set -l typed (string replace -r '^--fields=' '' -- (commandline -ct))
	# Keep the text before the name.
	set -l before (string match -r '^.*,|^\+' -- $typed)
	for name in $argv
		echo "$before$name"
	end
end

function __leads_where
	set -l typed (string replace -r '^--where=' '' -- (commandline -ct))
	# The last name of an expression, which may be in quotes.
	set -l before (string match -r '^.*[ (]' -- (string replace -r '^[\'"]' '' -- $typed))
	for name in $argv
		echo "$before$name"
	end
end

function __leads_outputs
	# The extension of a new file selects the format.
	set -l typed (string replace -r '^(--output=|-o)' '' -- (commandline -ct))
	if string match -qr '^.+\.[a-z]*$' -- $typed
		for format in json jsonl csv tsv xlsx
			echo (string replace -r '\.[a-z]*$' ".$format" -- $typed)
		end
	end
end

# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_leads_global_optspecs
    string join \n demo profile= region= base-url= api-version= timeout= retries= jobs= max-rate= color= q/quiet v/verbose h/help V/version
end

function __fish_leads_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_leads_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_leads_using_subcommand
    set -l cmd (__fish_leads_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c leads -n "__fish_leads_needs_command" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_needs_command" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_needs_command" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_needs_command" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_needs_command" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_needs_command" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_needs_command" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_needs_command" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_needs_command" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_needs_command" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_needs_command" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_needs_command" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_needs_command" -s V -l version -d 'Print version'
complete -c leads -n "__fish_leads_needs_command" -f -a "list" -d 'List leads, newest first'
complete -c leads -n "__fish_leads_needs_command" -f -a "find" -d 'Find leads by e-mail address, phone number or id'
complete -c leads -n "__fish_leads_needs_command" -f -a "sync" -d 'Keep a copy of every lead in a SQLite file, and print what changed'
complete -c leads -n "__fish_leads_needs_command" -f -a "fields" -d 'List the fields that the leads of this workspace have'
complete -c leads -n "__fish_leads_needs_command" -f -a "auth" -d 'Store, check or remove an access token'
complete -c leads -n "__fish_leads_needs_command" -f -a "config" -d 'Print the path of the config file, or its profiles'
complete -c leads -n "__fish_leads_needs_command" -f -a "sandbox" -d 'Run a practice workspace on this computer'
complete -c leads -n "__fish_leads_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c leads -n "__fish_leads_needs_command" -f -a "man" -d 'Write the man pages to a folder'
complete -c leads -n "__fish_leads_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leads -n "__fish_leads_using_subcommand list" -s n -l limit -d 'Stop after N leads' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l where -d 'Only leads that match: "country = \'Ireland\'"' -r -f -a '(__leads_where id external_id name email phone owner_id created_at updated_at signed_up_at last_seen_at city region country tags segments companies unsubscribed custom_attributes.)'
complete -c leads -n "__fish_leads_using_subcommand list" -l since -d 'Created at or after 7d (ago), 2026-01-31, …' -r -f -a 'today yesterday 24h 7d 2w 30d 3mo 1y monday'
complete -c leads -n "__fish_leads_using_subcommand list" -l until -d 'Created before' -r -f -a 'today yesterday 24h 7d 2w 30d 3mo 1y monday'
complete -c leads -n "__fish_leads_using_subcommand list" -l updated-since -d 'Changed at or after' -r -f -a 'today yesterday 24h 7d 2w 30d 3mo 1y monday'
complete -c leads -n "__fish_leads_using_subcommand list" -l tag -d 'Only leads with this tag, by name or id' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l segment -d 'Only leads in this segment, by name or id' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l page -d 'Print only page N, as the API numbers it' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l per-page -d 'Maximum page size: up to 60 on API 1.x, 150 on 2.x' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l sort -d 'Sort by a timestamp, such as last_seen_at' -r -f -a "created_at\t'When the lead was created'
updated_at\t'When it was last changed'
last_seen_at\t'When it was last seen'
signed_up_at\t'When it signed up'"
complete -c leads -n "__fish_leads_using_subcommand list" -l order -d 'Direction of the sort: asc or desc [default: desc]' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c leads -n "__fish_leads_using_subcommand list" -l count-by -d 'Print the number of leads with each value' -r -f -a '(__leads_where id external_id name email phone owner_id created_at updated_at signed_up_at last_seen_at city region country tags segments companies unsubscribed custom_attributes.)'
complete -c leads -n "__fish_leads_using_subcommand list" -l columns -d 'Columns from FILE, one per line, in that order' -r -F
complete -c leads -n "__fish_leads_using_subcommand list" -l report -d 'Write what the run did to FILE, as JSON' -r -F
complete -c leads -n "__fish_leads_using_subcommand list" -s f -l format -d 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]' -r -f -a "table\t'Aligned columns, for reading'
json\t'One array'
jsonl\t'One lead per line'
csv\t'Comma-separated values'
tsv\t'Tab-separated values, without quoting'
xlsx\t'A spreadsheet for Excel and others; only to a file'"
complete -c leads -n "__fish_leads_using_subcommand list" -s o -l output -d 'Write to FILE, completely or not at all' -r -F -a '(__leads_outputs)'
complete -c leads -n "__fish_leads_using_subcommand list" -l fields -f -a '(__leads_names id external_id name email phone owner_id created_at updated_at signed_up_at last_seen_at city region country tags segments companies unsubscribed custom_attributes.)' -d 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l time -d 'Format of times: utc, local, unix or relative' -r -f -a "utc\t'2026-01-31T12:00:00Z'
local\t'2026-01-31T13:00:00+01:00, in this computer\'s time zone'
unix\t'1769860800'
relative\t'3 days ago'"
complete -c leads -n "__fish_leads_using_subcommand list" -l jq -d 'Run a jq program on the leads' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l jq-file -d 'Read the jq program from FILE' -r -F
complete -c leads -n "__fish_leads_using_subcommand list" -l arg -d 'With --jq: set the variable $NAME, also in $ARGS.named' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand list" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand list" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand list" -l count -d 'Print only the number of leads'
complete -c leads -n "__fish_leads_using_subcommand list" -l scan -d 'Send no filters: check every lead here'
complete -c leads -n "__fish_leads_using_subcommand list" -l partial -d 'Keep what was read when the run fails'
complete -c leads -n "__fish_leads_using_subcommand list" -l strict -d 'Exit 1 if there are no leads, or no lead has a field'
complete -c leads -n "__fish_leads_using_subcommand list" -l json -d 'The same as --format json'
complete -c leads -n "__fish_leads_using_subcommand list" -s r -l raw-output -d 'With --jq: print strings without quotes'
complete -c leads -n "__fish_leads_using_subcommand list" -s c -l compact-output -d 'With --jq: print each result on one line, on a terminal too'
complete -c leads -n "__fish_leads_using_subcommand list" -l no-header -d 'Omit the header line of table, csv, tsv and xlsx'
complete -c leads -n "__fish_leads_using_subcommand list" -l excel -d 'csv for Excel, without formulas; or use xlsx'
complete -c leads -n "__fish_leads_using_subcommand list" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand list" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand list" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand find" -l email -d 'E-mail addresses to find; - reads standard input' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l phone -d 'Phone numbers to find: \'+353 87 555 1234\'' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l id -d 'Ids to find' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l column -d 'Read the values from this column of CSV on standard input' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l columns -d 'Columns from FILE, one per line, in that order' -r -F
complete -c leads -n "__fish_leads_using_subcommand find" -l report -d 'Write what the run did to FILE, as JSON' -r -F
complete -c leads -n "__fish_leads_using_subcommand find" -s f -l format -d 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]' -r -f -a "table\t'Aligned columns, for reading'
json\t'One array'
jsonl\t'One lead per line'
csv\t'Comma-separated values'
tsv\t'Tab-separated values, without quoting'
xlsx\t'A spreadsheet for Excel and others; only to a file'"
complete -c leads -n "__fish_leads_using_subcommand find" -s o -l output -d 'Write to FILE, completely or not at all' -r -F -a '(__leads_outputs)'
complete -c leads -n "__fish_leads_using_subcommand find" -l fields -f -a '(__leads_names id external_id name email phone owner_id created_at updated_at signed_up_at last_seen_at city region country tags segments companies unsubscribed custom_attributes.)' -d 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l time -d 'Format of times: utc, local, unix or relative' -r -f -a "utc\t'2026-01-31T12:00:00Z'
local\t'2026-01-31T13:00:00+01:00, in this computer\'s time zone'
unix\t'1769860800'
relative\t'3 days ago'"
complete -c leads -n "__fish_leads_using_subcommand find" -l jq -d 'Run a jq program on the leads' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l jq-file -d 'Read the jq program from FILE' -r -F
complete -c leads -n "__fish_leads_using_subcommand find" -l arg -d 'With --jq: set the variable $NAME, also in $ARGS.named' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand find" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand find" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand find" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand find" -l with-value -d 'Add a first column, value: the value that matched'
complete -c leads -n "__fish_leads_using_subcommand find" -l scan -d 'Read every lead and check it here'
complete -c leads -n "__fish_leads_using_subcommand find" -l strict -d 'Exit 1 if any value has no match'
complete -c leads -n "__fish_leads_using_subcommand find" -l json -d 'The same as --format json'
complete -c leads -n "__fish_leads_using_subcommand find" -s r -l raw-output -d 'With --jq: print strings without quotes'
complete -c leads -n "__fish_leads_using_subcommand find" -s c -l compact-output -d 'With --jq: print each result on one line, on a terminal too'
complete -c leads -n "__fish_leads_using_subcommand find" -l no-header -d 'Omit the header line of table, csv, tsv and xlsx'
complete -c leads -n "__fish_leads_using_subcommand find" -l excel -d 'csv for Excel, without formulas; or use xlsx'
complete -c leads -n "__fish_leads_using_subcommand find" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand find" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand find" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand sync" -l full-after -d 'With --quick: read everything after this long [default: 7d]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l ignore -d 'Report no changes in these fields: last_seen_at,updated_at' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l keep -d 'How long changes are kept in the copy, or all [default: 90d]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l again -d 'Print the changes of run N again, without network' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l forget -d 'Remove a lead and its history from the copy, without network' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l where -d 'Print only changes of leads that match: "country = \'Ireland\'"' -r -f -a '(__leads_where id external_id name email phone owner_id created_at updated_at signed_up_at last_seen_at city region country tags segments companies unsubscribed custom_attributes.)'
complete -c leads -n "__fish_leads_using_subcommand sync" -s f -l format -d 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]' -r -f -a "table\t'Aligned columns, for reading'
json\t'One array'
jsonl\t'One lead per line'
csv\t'Comma-separated values'
tsv\t'Tab-separated values, without quoting'
xlsx\t'A spreadsheet for Excel and others; only to a file'"
complete -c leads -n "__fish_leads_using_subcommand sync" -s o -l output -d 'Write to FILE, completely or not at all' -r -F -a '(__leads_outputs)'
complete -c leads -n "__fish_leads_using_subcommand sync" -l fields -f -a '(__leads_names id external_id name email phone owner_id created_at updated_at signed_up_at last_seen_at city region country tags segments companies unsubscribed custom_attributes.)' -d 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l time -d 'Format of times: utc, local, unix or relative' -r -f -a "utc\t'2026-01-31T12:00:00Z'
local\t'2026-01-31T13:00:00+01:00, in this computer\'s time zone'
unix\t'1769860800'
relative\t'3 days ago'"
complete -c leads -n "__fish_leads_using_subcommand sync" -l jq -d 'Run a jq program on the leads' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l jq-file -d 'Read the jq program from FILE' -r -F
complete -c leads -n "__fish_leads_using_subcommand sync" -l arg -d 'With --jq: set the variable $NAME, also in $ARGS.named' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand sync" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand sync" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand sync" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand sync" -l quick -d 'Read only leads that were updated since the last run'
complete -c leads -n "__fish_leads_using_subcommand sync" -l initial -d 'Print every lead as added if the copy is new'
complete -c leads -n "__fish_leads_using_subcommand sync" -l accept-gone -d 'Allow more than a fifth of the copy to be gone'
complete -c leads -n "__fish_leads_using_subcommand sync" -l partial -d 'Save what was read when not every lead was (still exit 8)'
complete -c leads -n "__fish_leads_using_subcommand sync" -l rebuild -d 'Read everything again, even if the API generation changed'
complete -c leads -n "__fish_leads_using_subcommand sync" -l json -d 'The same as --format json'
complete -c leads -n "__fish_leads_using_subcommand sync" -s r -l raw-output -d 'With --jq: print strings without quotes'
complete -c leads -n "__fish_leads_using_subcommand sync" -s c -l compact-output -d 'With --jq: print each result on one line, on a terminal too'
complete -c leads -n "__fish_leads_using_subcommand sync" -l no-header -d 'Omit the header line of table, csv, tsv and xlsx'
complete -c leads -n "__fish_leads_using_subcommand sync" -l excel -d 'csv for Excel, without formulas; or use xlsx'
complete -c leads -n "__fish_leads_using_subcommand sync" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand sync" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand sync" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand fields" -l sample -d 'Number of latest leads to read, or all' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -s f -l format -d 'table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]' -r -f -a "table\t'Aligned columns, for reading'
json\t'One array'
jsonl\t'One lead per line'
csv\t'Comma-separated values'
tsv\t'Tab-separated values, without quoting'
xlsx\t'A spreadsheet for Excel and others; only to a file'"
complete -c leads -n "__fish_leads_using_subcommand fields" -s o -l output -d 'Write to FILE, completely or not at all' -r -F -a '(__leads_outputs)'
complete -c leads -n "__fish_leads_using_subcommand fields" -l fields -f -a '(__leads_names path types leads share example)' -d 'Columns by name or path; +a,b adds [env: LEADS_FIELDS]' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l time -d 'Format of times: utc, local, unix or relative' -r -f -a "utc\t'2026-01-31T12:00:00Z'
local\t'2026-01-31T13:00:00+01:00, in this computer\'s time zone'
unix\t'1769860800'
relative\t'3 days ago'"
complete -c leads -n "__fish_leads_using_subcommand fields" -l jq -d 'Run a jq program on the leads' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l jq-file -d 'Read the jq program from FILE' -r -F
complete -c leads -n "__fish_leads_using_subcommand fields" -l arg -d 'With --jq: set the variable $NAME, also in $ARGS.named' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand fields" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand fields" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand fields" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand fields" -l columns -d 'Print the columns for --columns FILE, one per line'
complete -c leads -n "__fish_leads_using_subcommand fields" -l json -d 'The same as --format json'
complete -c leads -n "__fish_leads_using_subcommand fields" -s r -l raw-output -d 'With --jq: print strings without quotes'
complete -c leads -n "__fish_leads_using_subcommand fields" -s c -l compact-output -d 'With --jq: print each result on one line, on a terminal too'
complete -c leads -n "__fish_leads_using_subcommand fields" -l no-header -d 'Omit the header line of table, csv, tsv and xlsx'
complete -c leads -n "__fish_leads_using_subcommand fields" -l excel -d 'csv for Excel, without formulas; or use xlsx'
complete -c leads -n "__fish_leads_using_subcommand fields" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand fields" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand fields" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand fields" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -f -a "login" -d 'Ask for an access token, check it, and store it for this profile'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -f -a "status" -d 'Show the workspace of the token, and where the token comes from'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -f -a "logout" -d 'Remove the stored token of this profile'
complete -c leads -n "__fish_leads_using_subcommand auth; and not __fish_seen_subcommand_from login status logout help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -s f -l format -d 'text or json' -r -f -a "text\t'One line for each value'
json\t'A JSON object'"
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l json -d 'The same as --format json'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "login" -d 'Ask for an access token, check it, and store it for this profile'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show the workspace of the token, and where the token comes from'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "logout" -d 'Remove the stored token of this profile'
complete -c leads -n "__fish_leads_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -f -a "path" -d 'Print the path of the config file, whether or not it exists'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -f -a "profiles" -d 'Print the names of the profiles, of the config file and of logins'
complete -c leads -n "__fish_leads_using_subcommand config; and not __fish_seen_subcommand_from path profiles help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from profiles" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the path of the config file, whether or not it exists'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "profiles" -d 'Print the names of the profiles, of the config file and of logins'
complete -c leads -n "__fish_leads_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l port -d 'Port to listen on; 0 is any free one' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l leads -d 'Number of leads' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l seed -d 'Seed of the made-up leads: the same seed makes the same leads' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l clock -d 'Time at the start, when the newest lead was created [default: now]' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l latency -d 'Delay before each response, in milliseconds' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l rate-limit -d 'Requests allowed, such as 12/2: twelve in two seconds' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l api -d 'Versions to serve; others are refused, as by the API' -r -f -a "1.x\t'1.0 to 1.4'
2.x\t'2.0 and later'
both\t'All of them'"
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l token -d 'Access token to accept [default: any]' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l churn -d 'Create, update and remove leads while they are read'
complete -c leads -n "__fish_leads_using_subcommand sandbox" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand sandbox" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand sandbox" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand completions" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand completions" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand completions" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand completions" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand completions" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand completions" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand completions" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand completions" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand completions" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand completions" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand completions" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand completions" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand man" -l to -d 'The folder; created if it does not exist' -r -f -a "(__fish_complete_directories)"
complete -c leads -n "__fish_leads_using_subcommand man" -l profile -d 'Profile of the config file [env: LEADS_PROFILE]' -r -f -a '(leads config profiles 2>/dev/null)'
complete -c leads -n "__fish_leads_using_subcommand man" -l region -d 'Region of the workspace: us, eu or au [env: LEADS_REGION]' -r -f -a "us\t'United States'
eu\t'Europe'
au\t'Australia'"
complete -c leads -n "__fish_leads_using_subcommand man" -l base-url -d 'API address, instead of the region\'s [env: INTERCOM_API_BASE_URL]' -r
complete -c leads -n "__fish_leads_using_subcommand man" -l api-version -d 'API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]' -r
complete -c leads -n "__fish_leads_using_subcommand man" -l timeout -d 'Time limit of a request [default: 30, in a scroll 90]' -r
complete -c leads -n "__fish_leads_using_subcommand man" -l retries -d 'Number of times to retry a failed request [default: 5]' -r
complete -c leads -n "__fish_leads_using_subcommand man" -l jobs -d 'Number of requests in flight, 1 to 16 [default: 8]' -r
complete -c leads -n "__fish_leads_using_subcommand man" -l max-rate -d 'Maximum number of requests per second' -r
complete -c leads -n "__fish_leads_using_subcommand man" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is dumb'
always\t'Always'
never\t'Never'"
complete -c leads -n "__fish_leads_using_subcommand man" -l demo -d 'Use made-up leads from a built-in practice server'
complete -c leads -n "__fish_leads_using_subcommand man" -s q -l quiet -d 'Print no messages except errors'
complete -c leads -n "__fish_leads_using_subcommand man" -s v -l verbose -d 'Log each request; -vv logs headers too'
complete -c leads -n "__fish_leads_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "list" -d 'List leads, newest first'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "find" -d 'Find leads by e-mail address, phone number or id'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "sync" -d 'Keep a copy of every lead in a SQLite file, and print what changed'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "fields" -d 'List the fields that the leads of this workspace have'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "auth" -d 'Store, check or remove an access token'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "config" -d 'Print the path of the config file, or its profiles'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "sandbox" -d 'Run a practice workspace on this computer'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "man" -d 'Write the man pages to a folder'
complete -c leads -n "__fish_leads_using_subcommand help; and not __fish_seen_subcommand_from list find sync fields auth config sandbox completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leads -n "__fish_leads_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "login" -d 'Ask for an access token, check it, and store it for this profile'
complete -c leads -n "__fish_leads_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "status" -d 'Show the workspace of the token, and where the token comes from'
complete -c leads -n "__fish_leads_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "logout" -d 'Remove the stored token of this profile'
complete -c leads -n "__fish_leads_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print the path of the config file, whether or not it exists'
complete -c leads -n "__fish_leads_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "profiles" -d 'Print the names of the profiles, of the config file and of logins'
complete -c leads -n "__fish_leads_using_subcommand completions" -f -a 'bash elvish fish powershell zsh'
