# Counts the words of the input "text"; the more there are, the surer it is.
count=$(sed 's/^{"text":"//; s/"}$//; s/\\n/ /g' | wc -w)
if [ "$count" -ge "${AT_LEAST:-1}" ]; then confidence=1; else confidence=0.5; fi
printf '{"value": %d, "confidence": %s}\n' "$count" "$confidence"
