import type { Stripe } from 'stripe'
import type { SessionFact } from '../../model/facts.ts'
import { READER_CALL_OPTIONS } from '../shapes/stripe-answer.ts'
import { isMissing } from '../shapes/stripe-errors.ts'
import { sessionFact } from '../shapes/stripe-facts.ts'

export const sessionOrNull = async (client: Stripe, id: string): Promise<SessionFact | null> => {
  try {
    return sessionFact(await client.checkout.sessions.retrieve(id, {}, READER_CALL_OPTIONS))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
