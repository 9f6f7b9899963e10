import type { Rollup } from './rollups.ts'

const positions = (count: number): string => Array.from({ length: count }, (_, index) => index + 1).join(', ')
const totals = (sums: readonly string[]): string => sums.map((sum) => `sum(${sum})::bigint`).join(', ')

/** Selects keys and sums over rows, without groups whose sums are all zero. */
const grouped = (
  { keys, sums }: Rollup,
  { values, from }: { values: readonly string[]; from: string },
): string => {
  const columns = [...keys, ...sums]
  return `select ${keys.join(', ')}, ${totals(sums)}
    from (select ${values.map((value, index) => `${value} as "${columns[index]}"`).join(', ')} from ${from}) as given
    group by ${positions(keys.length)} having ${sums.map((sum) => `sum(${sum}) <> 0`).join(' or ')}`
}

/** Selects what a rollup must hold by the raw rows. */
export const freshRows = (rollup: Rollup): string =>
  grouped(rollup, { values: rollup.ofRaw, from: rollup.raw })

/** Selects what reports read of a rollup. */
export const readRows = (rollup: Rollup): string =>
  grouped(rollup, { values: [...rollup.keys, ...rollup.sums], from: rollup.figures })

/** Adds the deltas in `taken` to a rollup. */
export const addDeltas = (rollup: Rollup): string => {
  const { table, keys, sums, ofDelta, deltas = '' } = rollup
  return `insert into ${table} (${[...keys, ...sums].join(', ')})
    ${grouped(rollup, { values: ofDelta, from: `taken ${deltas}` })}
    on conflict (${keys.join(', ')}) do update set ${sums.map((sum) => `${sum} = ${table}.${sum} + excluded.${sum}`).join(', ')}`
}

/** Deletes the rows of a rollup whose sums are all zero. */
export const removeEmpty = ({ table, sums }: Rollup): string =>
  `delete from ${table} where ${sums.map((sum) => `${sum} = 0`).join(' and ')}`

/** Replaces a rollup by the rows in `fresh`, two statements of one query. */
export const replaceRows = (
  { table, keys, sums }: Rollup,
  fresh: string,
): { remove: string; write: string } => ({
  remove: `delete from ${table} t where not exists (select 1 from ${fresh} f where ${keys
    .map((key) => `f.${key} = t.${key}`)
    .join(' and ')})`,
  write: `insert into ${table} (${[...keys, ...sums].join(', ')}) select * from ${fresh}
    on conflict (${keys.join(', ')}) do update set ${sums.map((sum) => `${sum} = excluded.${sum}`).join(', ')}`,
})
