def out_of_place: error("\(type) cannot be a cell of @csv or @tsv; convert it with tojson, or a list of strings with join(\"; \")");
def @csv: map(
    if . == null then ""
  elif isstring then "\"" + (split("\"") | join("\"\"")) + "\""
  elif isarray or isobject then out_of_place
  else tostring end) | join(",");
def @tsv: map(
    if . == null then ""
  elif isstring then
      (split("\\") | join("\\\\")) | (split("\t") | join("\\t"))
    | (split("\n") | join("\\n")) | (split("\r") | join("\\r"))
  elif isarray or isobject then out_of_place
  else tostring end) | join("\t");

def toarray: if isarray then . else [.] end;
def IN(s): any(s == .; .);
def IN(source; s): any(source == s; .);
def INDEX(stream; f): reduce stream as $row ({}; .[$row | f | tostring] = $row);
def INDEX(f): INDEX(.[]; f);
def JOIN($index; f): [.[] | [., $index[f]]];
def JOIN($index; stream; f): stream | [., $index[f]];
def JOIN($index; stream; f; join): JOIN($index; stream; f) | join;
def leaf_paths: paths(scalars);

# Of other values than text, jq 1.7 leaves what it cannot trim.
def ltrimstr($left):
  if isstring and ($left | isstring) and startswith($left) then .[$left | length:] end;
def rtrimstr($right):
  if isstring and ($right | isstring) and endswith($right) then .[:length - ($right | length)] end;
def ascii:
  if isnumber and . >= 0 and . <= 127 then [.] | implode
  else error("ascii takes numbers from 0 to 127") end;

# The leads come from no file.
def input_filename: null;

# The exit code is that of a program that fails.
def halt_error: halt_with_error;
def halt_error($code): halt_with_error;

# A result for each result of f, as in jq 1.7. Linear in the length of the text.
def sub(re; f; flags):
    [split_captures(re; flags)[] | if isobject then [f] else . end] as $parts
  | ([$parts[] | arrays | length] | min // 1) as $results
  | range($results) as $n
  | $parts | map(if isarray then .[$n] else . end) | add;
def sub(re; f): sub(re; f; "");
def gsub(re; f; flags): sub(re; f; "g" + flags);
def gsub(re; f): sub(re; f; "g");
