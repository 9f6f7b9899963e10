import { type GivenSandbox, givenSandbox as newSandbox } from '../../../stripe-sandbox/tests/given/sandbox.ts'
import { START_AT } from '../start-at.ts'

export { clearSandbox, controlSandbox, stripeClient } from '../../../stripe-sandbox/tests/given/client.ts'
export type { GivenSandbox }

/** Starts a sandbox without Mainstay that has Mainstay's monthly product. */
export const givenSandbox = (startAt = START_AT): Promise<GivenSandbox> =>
  newSandbox({ startAt, product: 'mainstay_monthly' })
