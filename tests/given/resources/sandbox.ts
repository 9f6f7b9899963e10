import { type GivenSandbox, givenSandbox as newSandbox } from '../../../stripe-sandbox/tests/given/sandbox.ts'
import { START_AT } from '../start-at.ts'

export { clearSandbox, controlSandbox, stripeClient } from '../../../stripe-sandbox/tests/given/client.ts'
export type { GivenSandbox }

/** A sandbox without Mainstay, at START_AT. */
export const givenSandbox = (): Promise<GivenSandbox> =>
  newSandbox({ startAt: START_AT, product: 'mainstay_monthly' })
