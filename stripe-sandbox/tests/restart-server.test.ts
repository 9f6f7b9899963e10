import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { stripeClient } from './given/client.ts'
import { givenDirectory } from './given/directory.ts'

test('a killed sandbox keeps everything that it answered for', async (context) => {
  const directory = await givenDirectory()
  const started: ChildProcess[] = []
  context.after(async () => {
    for (const child of started) child.kill('SIGKILL')
    await directory.remove()
  })
  const start = () =>
    new Promise<{ origin: string; kill: () => Promise<void> }>((resolve, reject) => {
      const child = spawn(process.execPath, ['dist/main.js'], {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        env: { PATH: process.env['PATH'], DATA_DIR: directory.path, SANDBOX_PORT: '0' },
      })
      started.push(child)
      child.once('exit', () => reject(new Error('The sandbox ended')))
      child.stdout.once('data', (chunk) => {
        const origin = /http:\S+/.exec(String(chunk))?.[0] ?? ''
        const exited = new Promise<void>((done) => child.once('exit', () => done()))
        resolve({
          origin,
          kill: () => {
            child.kill('SIGKILL')
            return exited
          },
        })
      })
    })
  const ids: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const running = await start()
    const stripe = stripeClient(running.origin)
    for (const id of ids) assert.equal((await stripe.customers.retrieve(id)).id, id)
    const before = ids.length
    // The kill comes while some calls are answered and others are not.
    const calls = await new Promise<Promise<unknown>[]>((halfway) => {
      const all: Promise<unknown>[] = Array.from({ length: 20 }, (_, index) =>
        stripe.customers.create({ name: `${round} ${index}` }).then((customer) => {
          ids.push(customer.id)
          if (ids.length - before === 7) halfway(all)
        }),
      )
    })
    await running.kill()
    await Promise.allSettled(calls)
  }
  assert.ok(ids.length > 10)
  const last = await start()
  for (const id of ids) assert.equal((await stripeClient(last.origin).customers.retrieve(id)).id, id)
  await last.kill()
})
