import { viewServer } from './database-views.ts';
import { type Check, type Finding, ok, type Patient, warn, wrong } from './finding.ts';

const leastVersion = 150_000;

/** Whether the server is one Parley can work on, and this role may do what is needed. */
export const checkDatabase: Check = async (patient) => {
  const { pool, config } = patient;
  if (pool === null) {
    const says = 'the embedded PostgreSQL does not run now';
    return [warn(says, 'start Parley, then ask again; for earnest use set DATABASE_URL')];
  }
  const facts = await viewServer(pool);
  const name = `PostgreSQL ${facts.versionName.split(' ')[0]}`;
  if (facts.version < leastVersion) return [wrong(`${name} is too old`, 'install 15 or newer')];
  const found: Finding[] = [ok(`${name} answers`)];
  if (config.databaseUrl === null && config.outbound.smtpUrls.length > 0) {
    const advice = 'set DATABASE_URL: it has no standby and no backup of its own';
    found.push(warn('mails go out from the embedded database', advice));
  }
  if (facts.isStandby || facts.isReadOnly) {
    const what = facts.isStandby ? 'a standby' : 'read-only';
    found.push(wrong(`the server is ${what}`, 'name the primary in DATABASE_URL'));
  }
  if (facts.encoding !== 'UTF8') {
    const advice = "make the database anew with encoding 'UTF8'";
    found.push(wrong(`the database is encoded in ${facts.encoding}`, advice));
  }
  return [
    ...found,
    ...judgeRights(facts, config.databaseUrl === null),
    ...judgeWay(patient, facts.isEncrypted),
  ];
};

type Rights = Awaited<ReturnType<typeof viewServer>>;

function judgeRights(facts: Rights, isEmbedded: boolean): Finding[] {
  const found: Finding[] = [];
  if (facts.lockedTables > 0) {
    const says = `this role may not read and write ${facts.lockedTables} tables`;
    found.push(wrong(says, 'make it the owner of the database and its tables'));
  } else if (facts.foreignTables > 0) {
    const whose = `${facts.foreignTables} tables belong to another role`;
    const says = `${whose}: a later version cannot change them`;
    found.push(warn(says, 'make Parley’s role their owner'));
  }
  if (!facts.mayCreateSchema || !facts.mayCreateTable) {
    const says = 'this role may not create tables and schemas, as the first start and updates do';
    found.push(wrong(says, 'make it the owner of the database'));
  }
  if (facts.isSuperuser && !isEmbedded) {
    const advice = 'give Parley a role of its own that owns its database and nothing else';
    found.push(warn('Parley’s role is a superuser', advice));
  }
  return found;
}

function judgeWay({ config }: Patient, isEncrypted: boolean): Finding[] {
  const { hostname } = new URL(config.databaseUrl ?? 'postgres://localhost/');
  // A name without a dot is one of a private network, of compose or a cluster.
  const isNear = !hostname.includes('.') || /^(127\.|10\.|192\.168\.|172\.)/.test(hostname);
  if (isEncrypted || isNear || hostname.endsWith('.svc')) return [];
  const advice = 'add ?sslmode=verify-full to DATABASE_URL';
  return [warn('the way to the database is not encrypted', advice)];
}
