import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { type GivenDirectory, givenDirectory } from './given/directory.ts'
import { eventually } from './given/eventually.ts'
import { type GivenSandbox, givenSandbox } from './given/sandbox.ts'

const run = promisify(execFile)
const STRIPE_CLI = createRequire(import.meta.url).resolve('@stripe/cli/bin/shim.js')

/** Recipes of Stripe's client, and the days until their event. */
const RECIPES: Record<string, number> = {
  'billing_portal.configuration.created': 0,
  'billing_portal.configuration.updated': 0,
  'billing_portal.session.created': 0,
  'charge.dispute.closed': 0,
  'charge.dispute.created': 0,
  'charge.dispute.updated': 0,
  'charge.failed': 0,
  'charge.refund.updated': 0,
  'charge.refunded': 0,
  'charge.succeeded': 0,
  'checkout.session.async_payment_failed': 4,
  'checkout.session.async_payment_succeeded': 4,
  'checkout.session.completed': 0,
  'checkout.session.expired': 0,
  'customer.created': 0,
  'customer.deleted': 0,
  'customer.subscription.created': 0,
  'customer.subscription.deleted': 0,
  'customer.subscription.paused': 0,
  'customer.subscription.updated': 0,
  'customer.updated': 0,
  'invoice.created': 0,
  'invoice.deleted': 0,
  'invoice.finalized': 0,
  'invoice.marked_uncollectible': 0,
  'invoice.paid': 0,
  'invoice.payment_action_required': 0,
  'invoice.payment_failed': 0,
  'invoice.payment_succeeded': 0,
  'invoice.sent': 0,
  'invoice.updated': 0,
  'invoice.voided': 0,
  'payment_intent.canceled': 0,
  'payment_intent.created': 0,
  'payment_intent.payment_failed': 0,
  'payment_intent.processing': 0,
  'payment_intent.requires_action': 0,
  'payment_intent.succeeded': 0,
  'payment_method.attached': 0,
  'payment_method.detached': 0,
  'payment_method.updated': 0,
  'price.created': 0,
  'price.updated': 0,
  'product.created': 0,
  'product.deleted': 0,
  'product.updated': 0,
  'setup_intent.canceled': 0,
  'setup_intent.created': 0,
  'setup_intent.requires_action': 0,
  'setup_intent.setup_failed': 0,
  'setup_intent.succeeded': 0,
  'test_helpers.test_clock.advancing': 0,
  'test_helpers.test_clock.created': 0,
  'test_helpers.test_clock.deleted': 0,
  'test_helpers.test_clock.ready': 0,
}

/** Recipes that are not named after their event. */
const EVENT_OF_RECIPE: Record<string, string> = {
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
}

describe('Stripe’s command-line client runs its recipes against the sandbox', () => {
  let given: GivenSandbox
  let home: GivenDirectory
  beforeEach(async () => {
    given = await givenSandbox()
    home = await givenDirectory()
    // No server listens. Each event is dropped once and listed as an attempt.
    await given.stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:1/', enabled_events: ['*'] })
    await given.control('deliveries', { mode: 'drop' })
  })
  afterEach(async () => {
    await given.stop()
    await home.remove()
  })

  const sentTypes = async (): Promise<string[]> => {
    const rows = await fetch(`${given.sandbox.origin}/_sandbox/deliveries`)
    return ((await rows.json()) as { type: string }[]).map((row) => row.type)
  }
  const trigger = (event: string) =>
    run(process.execPath, [STRIPE_CLI, 'trigger', event, '--api-base', given.sandbox.origin], {
      env: {
        PATH: process.env['PATH'],
        HOME: home.path,
        XDG_CONFIG_HOME: home.path,
        STRIPE_API_KEY: 'sk_test_1234567890',
        STRIPE_CLI_TELEMETRY_OPTOUT: '1',
        // The client asks for newer versions of itself without a timeout. A closed port ends that at once.
        HTTPS_PROXY: 'http://127.0.0.1:1',
      },
    })

  for (const [recipe, days] of [
    ...Object.entries(RECIPES),
    ...Object.keys(EVENT_OF_RECIPE).map((each) => [each, 0] as const),
  ]) {
    test(recipe, async () => {
      const type = EVENT_OF_RECIPE[recipe] ?? recipe
      const before = (await sentTypes()).length
      await trigger(recipe).catch((error: { stderr: string }) => assert.fail(error.stderr))
      if (days > 0) await given.advance(days * 86_400)
      await eventually(async () =>
        assert.ok((await sentTypes()).slice(before).includes(type), `there is no ${type}`),
      )
    })
  }
})
