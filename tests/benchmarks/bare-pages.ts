import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import express from 'express'
import { Redis } from 'ioredis'

/** The baselines: `node:http` that sends the bytes of a page, and Express that first reads one key of Redis. */
const body = readFileSync(process.env['BODY_FILE'] ?? '')
const headers = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'br' }

const http = createServer((_request, response) => {
  response.writeHead(200, { ...headers, 'content-length': body.length }).end(body)
})

const redis = new Redis(process.env['REDIS_URL'] ?? '')
await redis.hset('entry', { serial: 1, snoozedUntil: Date.now() })
const app = express()
app.get('/articles/:slug', async (_request, response) => {
  await redis.hgetall('entry')
  response.set(headers).send(body)
})

const portOf = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.once('listening', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )

const ports = [portOf(http.listen(0, '127.0.0.1')), portOf(app.listen(0, '127.0.0.1'))]
process.send?.(await Promise.all(ports))
process.on('disconnect', () => process.exit(0))
