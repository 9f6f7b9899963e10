import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { SessionFact } from '../billing/model/facts.ts'
import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import { money } from '../money/money.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { sendPrivatePage } from '../web/send.ts'
import type { Checkout } from './checkout-store.ts'
import { type Thanks, thanksPage } from './thanks-page.tsx'

type Needs = {
  newsroom: Newsroom
  limitThanks: RequestHandler
  findCheckout: (sessionId: string) => Promise<Checkout | null>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  /** A session was seen completed: its customer is to be fetched now, whatever the webhooks do. */
  syncNow: (customerId: string) => Promise<void>
  /** What became of a checkout that was completed: refused by its bank since, or beside another of the same reader. */
  outcomeOf: (checkoutId: string) => Promise<'refused' | 'refunded' | 'asked' | null>
}

/** Where Stripe's page leads back to. */
export const thanksRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/support/thanks', {
    before: [needs.limitThanks],
    get: (request, response) => thank(needs, request, response),
  })
  return router
}

const thank = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const sessionId: unknown = request.query['session_id']
  const isId = typeof sessionId === 'string' && /^cs_\w{1,200}$/.test(sessionId)
  const checkout = isId ? await needs.findCheckout(sessionId) : null
  if (!checkout?.sessionId) throw new Refusal('not-found')
  const answer = await needs.findSession(checkout.sessionId)
  const session = answer.ok ? answer.value : null
  const isNews = session?.status === 'complete' && checkout.state !== 'complete'
  if (isNews && session.customerId) await needs.syncNow(session.customerId)
  const { frequency } = checkout
  const became = session?.status === 'complete' ? await needs.outcomeOf(checkout.id) : null
  const isRefused = became === 'refused'
  const thanks: Thanks = {
    second: isRefused ? null : became,
    outcome: isRefused
      ? 'refused'
      : answer.ok
        ? outcomeOf(session)
        : checkout.state === 'complete'
          ? 'processing'
          : 'unknown',
    frequency,
    money: money(checkout.amount, checkout.currency),
    payUrl: session?.status === 'open' ? session.url : null,
  }
  sendPrivatePage(response, thanksPage({ newsroom: needs.newsroom, language: checkout.language, thanks }))
}

const outcomeOf = (session: SessionFact | null): Thanks['outcome'] => {
  if (session?.status !== 'complete') return 'unpaid'
  return session.paid ? 'confirmed' : 'processing'
}
