#!/bin/sh
# Run once by the image of PostgreSQL, when its volume is empty: Parley's own role owns its database
# and nothing else.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set password="$APPLICATION_PASSWORD" <<'SQL'
create role parley login password :'password';
create database parley owner parley encoding 'UTF8' template template0;
SQL
