import assert from 'node:assert/strict'
import { appealOf, eventually, givenReader, payAs, startGiving } from '../given/people/reader.ts'
import type { Container, ImageSettings } from './engine.ts'
import type { Production } from './production.ts'
import type { Servers } from './servers.ts'

export type Step = { title: string; run: () => Promise<void> }

type Needs = { container: Container; settings: ImageSettings; servers: Servers; production: Production }

const WITHIN_MS = 120_000
const PASSWORD = 'a long enough password'

const readyStep = ({ container, settings, production }: Needs): Step => ({
  title: 'the server is ready, and the health check of the image says so',
  run: async () => {
    await eventually(async () => {
      const answer = await fetch(`${production.origin}/health/ready`)
      assert.equal(answer.status, 200)
    }, WITHIN_MS)
    const { code, output } = await container.execute(settings.healthCheck)
    assert.equal(code, 0, output)
  },
})

const userStep = ({ container }: Needs): Step => ({
  title: 'the server is not root and can write only to /data and /tmp',
  run: async () => {
    const { output } = await container.execute([
      'sh',
      '-c',
      'id -u; for each in /app /etc /usr; do test -w $each && echo $each; done; test -w /data && test -w /tmp && echo writable',
    ])
    assert.deepEqual(output.trim().split('\n'), ['1000', 'writable'])
  },
})

/** The largest size over the base image, in MB. */
const LARGEST_MB = 150

const contentStep = ({ container }: Needs): Step => ({
  title: 'the image holds no source, no Stripe sandbox and at most 150 MB of its own',
  run: async () => {
    const { output } = await container.execute(['sh', '-c', 'ls -A /app; ls /app/node_modules; du -sm /app'])
    const words = output.trim().split(/\s+/)
    for (const absent of ['src', 'tests', 'stripe-sandbox', 'typescript'])
      assert.ok(!words.includes(absent), `${absent} is in the image`)
    assert.ok(words.includes('dist') && words.includes('express'), output)
    assert.ok(Number(words.at(-2)) <= LARGEST_MB, `${words.at(-2)} MB`)
  },
})

const readerSteps = ({ container, servers, production }: Needs): Step[] => {
  const reader = givenReader(production.origin)
  const supporter = givenReader(production.origin)
  let session = ''
  return [
    {
      title: 'a reader opens an article and sees the appeal',
      run: async () => assert.equal(await appealOf(reader), 'shown'),
    },
    {
      title: 'a picture is drawn, in a process of its own and into /data',
      run: async () => {
        const answer = await fetch(`${production.origin}/icon.png`)
        assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/png'])
      },
    },
    {
      title: 'the reader snoozes the appeal',
      run: async () => {
        assert.equal((await reader.post('/reminders', { after: '7d' })).status, 303)
        assert.equal(await appealOf(reader), 'snoozed')
      },
    },
    {
      title: 'a supporter pays at the Stripe sandbox',
      run: async () => {
        await servers.sandbox.control('webhook', {
          url: `${production.origin}/stripe/webhooks`,
          secret: production.webhookSecret,
        })
        session = await startGiving(supporter, { frequency: 'monthly', currency: 'USD', amount: '5' })
        await payAs(servers.sandbox.sandbox.origin, session, 'supporter@reader.example')
        assert.equal((await supporter.get(`/support/thanks?session_id=${session}`)).status, 200)
      },
    },
    {
      title: 'the webhook events are stored, and the staff report counts the supporter',
      run: async () => {
        await checkDeliveries(servers)
        const added = await container.execute(
          ['node', 'dist/cli.js', 'staff', 'add', 'vera'],
          `${PASSWORD}\n`,
        )
        assert.equal(added.code, 0, added.output)
        const staff = givenReader(production.origin)
        const signedIn = await staff.post('/staff/sign-in', { name: 'vera', password: PASSWORD })
        assert.equal(signedIn.status, 303)
        await eventually(async () => {
          const { text } = await staff.get('/staff/reports/supporters')
          assert.match(text, /data-metric="active-supporters" value="1"/)
        }, WITHIN_MS)
      },
    },
    {
      title: 'the mail server receives the thanks',
      run: () =>
        eventually(() => {
          assert.ok(servers.smtp.received.some(({ to }) => to === 'supporter@reader.example'))
        }, WITHIN_MS),
    },
  ]
}

const checkDeliveries = ({ sandbox }: Servers): Promise<void> =>
  eventually(async () => {
    const answer = await fetch(`${sandbox.sandbox.origin}/_sandbox/deliveries`)
    const attempts = (await answer.json()) as { type: string; status: number }[]
    const stored = attempts.filter(({ status }) => status === 200).map(({ type }) => type)
    assert.ok(stored.includes('checkout.session.completed'), `stored: ${stored.join(', ')}`)
    assert.deepEqual(
      attempts.filter(({ status }) => status !== 200),
      [],
    )
  }, WITHIN_MS)

/** The last step. */
export const stopStep = ({ container }: Needs): Step => ({
  title: 'SIGTERM ends the server with exit code 0 within ten seconds, and it wrote only to /data and /tmp',
  run: async () => {
    assert.equal(await container.stop(), 0)
    assert.deepEqual(await container.strayFiles(), [])
  },
})

/** Returns the steps in order. Each needs the steps before it. */
export const runningSteps = (needs: Needs): Step[] => [
  readyStep(needs),
  userStep(needs),
  contentStep(needs),
  ...readerSteps(needs),
]
