import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, test } from 'node:test'
import express from 'express'
import { sendDownload } from '../../src/web/send.ts'
import { eventually } from '../../stripe-sandbox/tests/given/eventually.ts'

const PIECE = 'x'.repeat(1_024)

describe('a download', () => {
  let server: Server | undefined
  afterEach(async () => {
    server?.closeAllConnections()
    await new Promise((resolve) => server?.close(resolve))
  })

  /** Serves pieces at every address, and collects the errors of the route. */
  const serve = async (pieces: () => AsyncGenerator<string>) => {
    const errors: unknown[] = []
    const app = express()
    app.get('/', async (_request, response) => {
      try {
        await sendDownload(response, { name: 'a.csv', type: 'text/csv', chunks: pieces() })
      } catch (error) {
        errors.push(error)
        if (!response.headersSent) response.status(503).end()
      }
    })
    server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, errors }
  }

  test('arrives whole, under its name', async () => {
    const { origin } = await serve(async function* () {
      yield 'a,b\n'
      yield '1,2\n'
    })
    const answer = await fetch(origin)
    assert.equal(await answer.text(), 'a,b\n1,2\n')
    assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="a.csv"')
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  })

  test('waits for a slow reader, and ends without an error when the reader leaves', async () => {
    let made = 0
    let hasEnded = false
    const { origin, errors } = await serve(async function* () {
      try {
        for (; made < 1_000_000; made += 1) yield PIECE
      } finally {
        hasEnded = true
      }
    })
    const leaving = new AbortController()
    const answer = await fetch(origin, { signal: leaving.signal })
    await answer.body?.getReader().read()
    leaving.abort()
    await eventually(() => assert.ok(hasEnded))
    assert.ok(made < 1_000_000)
    assert.deepEqual(errors, [])
  })

  test('an error before the first piece can still be answered', async () => {
    const { origin } = await serve(async function* () {
      if (PIECE.length > 0) throw new Error('the database is away')
      yield PIECE
    })
    assert.equal((await fetch(origin)).status, 503)
  })

  test('an error later ends the connection, so that nobody takes a part for the whole', async () => {
    const { origin, errors } = await serve(async function* () {
      yield PIECE
      throw new Error('the database is away')
    })
    await assert.rejects(async () => (await fetch(origin)).text())
    assert.equal(errors.length, 1)
  })
})
