import { FOLDERS, TABLES, VIEWS } from '../../architecture/table-owners.ts'
import type { Relation, Schema } from './schema-dump.ts'

const HEAD = `# The database schema

All tables by the folder that owns them. Only that folder's SQL may name a table. Other folders ask its functions, or read the views that it publishes. \`tests/architecture/table-owners.ts\` holds the map, and a rules test compares it with the SQL in \`src\`.

Columns are described in [0001-initial.sql](../src/platform/database/migrations/0001-initial.sql), and by \`\\d+ <table>\` in psql. Migrations are only added, never edited.

Amounts are minor units (cents). Times follow the application's clock, which the Stripe sandbox may have advanced, unless a table says that they are real time.

\`npm run schema\` writes this page and \`tests/platform/database/schema.txt\` from the migrations. A test compares both with the database on PGlite and Postgres.
`

const domainOf = (owner: string): string => owner.split('/')[0] ?? ''

const cell = (text: string | null): string => (text ?? '').replaceAll('|', '\\|')

const tableRow = ({ name, comment, refersTo }: Relation): string =>
  `| \`${name}\` | ${TABLES[name] ?? ''} | ${cell(comment)} | ${refersTo.map((table) => `\`${table}\``).join(', ')} |`

const readersOf = (name: string): string => {
  const { readers = [], writer } = VIEWS[name] ?? {}
  const written = writer ? ` (${writer} may write)` : ''
  return readers.length === 0 ? 'its owner only' : `${readers.join(', ')}${written}`
}

const viewRow = ({ name, comment }: Relation): string =>
  `| \`${name}\` | ${cell(comment)} | ${readersOf(name)} |`

const sectionOf = ({ relations }: Schema, domain: string, about: string): string => {
  // The map's order tells how tables hang together.
  const owned = (map: Readonly<Record<string, string>>): Relation[] =>
    Object.keys(map)
      .filter((name) => domainOf(map[name] ?? '') === domain)
      .flatMap((name) => relations.filter((relation) => relation.name === name))
  const tables = owned(TABLES)
  const views = owned(Object.fromEntries(Object.entries(VIEWS).map(([name, { owner }]) => [name, owner])))
  return [
    `## ${domain}\n\n${about}\n`,
    `| table | folder | holds | refers to |\n|---|---|---|---|\n${tables.map(tableRow).join('\n')}\n`,
    ...(views.length === 0
      ? []
      : [`| view | shows | read by |\n|---|---|---|\n${views.map(viewRow).join('\n')}\n`]),
  ].join('\n')
}

/** The text of docs/schema.md. */
export const pageOf = (schema: Schema): string =>
  [HEAD, ...Object.entries(FOLDERS).map(([domain, about]) => sectionOf(schema, domain, about))].join('\n')
