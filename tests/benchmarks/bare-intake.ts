import express from 'express'
import pg from 'pg'

/** The baseline: Express and one insert of the body, without checks. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 4 })
await pool.query(
  'create table bare_events (number bigint generated always as identity primary key, body bytea not null)',
)
const app = express()
app.post('/stripe/webhooks', express.raw({ type: () => true, limit: '1mb' }), async (request, response) => {
  await pool.query('insert into bare_events (body) values ($1)', [request.body])
  response.json({ received: true })
})
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address ? address.port : 0)
})
process.on('disconnect', () => process.exit(0))
