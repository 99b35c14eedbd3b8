#!/bin/sh
# Writes parley.env, database.env and grafana.env with secrets of their own, for one domain:
#   ./prepare.sh parley.example
# Overwrites nothing: a new secret in place of an old one would make every link sent invalid.
set -eu
cd "$(dirname "$0")"
domain=${1:?usage: ./prepare.sh DOMAIN}
case $domain in *[!a-z0-9.-]*) echo "the domain must be in lower case, IDN as xn--" >&2; exit 1 ;; esac
for file in parley.env database.env grafana.env; do
  if [ -e "$file" ]; then echo "$file is there already: nothing was written" >&2; exit 1; fi
done
umask 077
secret() { od -An -vtx1 -N32 /dev/urandom | tr -d ' \n'; }
password=$(secret)
sed -e "s/DATABASE_PASSWORD/$password/" -e "s/TOKEN_SECRET$/$(secret)/" \
  -e "s/=API_KEY/=parley_live_$(secret)/" -e "s/=ADMIN_KEY/=parley_admin_$(secret)/" \
  -e "s/HOOK_KEY/$(secret)/" -e "s/DOMAIN$/$domain/" parley.env.example >parley.env
printf 'POSTGRES_PASSWORD=%s\nAPPLICATION_PASSWORD=%s\n' "$(secret)" "$password" >database.env
printf 'GF_SECURITY_ADMIN_PASSWORD=%s\n' "$(secret)" >grafana.env
mkdir -p tls
echo "parley.env, database.env and grafana.env are written: now set SMTP_URL in parley.env"
