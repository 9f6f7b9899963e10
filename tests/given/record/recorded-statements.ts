import type { Database, Queryable } from '../../../src/platform/database/database.ts'

/** Wraps a database and records every statement that is sent to it. */
export const recordStatements = (database: Database): { database: Database; statements: string[] } => {
  const statements: string[] = []
  const recording = ({ query }: Queryable): Queryable['query'] => {
    return (sql, values) => {
      statements.push(sql)
      return query(sql, values)
    }
  }
  return {
    statements,
    database: {
      ...database,
      query: recording(database),
      inTransaction: (work) =>
        database.inTransaction((transaction) => work({ ...transaction, query: recording(transaction) })),
    },
  }
}
