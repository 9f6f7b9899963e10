/** Converts the named columns of rows that a statement aggregated as JSON from text to dates. */
export const withInstants = <Row extends object>(
  rows: readonly Row[],
  instants: readonly (keyof Row)[],
): Row[] =>
  rows.map((row) => {
    const read = { ...row }
    for (const name of instants) {
      const text: unknown = row[name]
      if (typeof text === 'string') read[name] = new Date(text) as Row[typeof name]
    }
    return read
  })
