def out_of_place: error("\(type) cannot stand in a row of @csv or @tsv");
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
