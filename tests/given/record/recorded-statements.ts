import type { Database, Queryable } from '../../../src/platform/database/database.ts'

/** The same database, and each statement that is sent to it. */
export const recordStatements = (database: Database): { database: Database; statements: string[] } => {
  const statements: string[] = []
  const noting = ({ query }: Queryable): Queryable['query'] => {
    return (sql, values) => {
      statements.push(sql)
      return query(sql, values)
    }
  }
  return {
    statements,
    database: {
      ...database,
      query: noting(database),
      inTransaction: (work) =>
        database.inTransaction((transaction) => work({ ...transaction, query: noting(transaction) })),
    },
  }
}
