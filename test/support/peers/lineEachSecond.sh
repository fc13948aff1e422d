# The command that websocketd runs for every connection: it says which peer the server sees (to
# stderr, which websocketd logs, and as the first message), then prints a line a second, unasked.
peer="{\"event\":\"peer\",\"address\":\"$REMOTE_ADDR\",\"port\":$REMOTE_PORT}"
echo "$peer" >&2
echo "$peer"
tick=0
while :; do
  tick=$((tick + 1))
  echo "{\"tick\":$tick,\"sentAt\":$(date +%s%3N)}" || exit
  sleep 1
done
