import { type Request, type RequestHandler, type Response, Router } from 'express'
import { type Contribution, defaultAmount, parseContribution } from '../billing/contribution.ts'
import type { Language } from '../messages/messages.ts'
import { plainAmount } from '../money/money.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { field, formBody } from '../web/form.ts'
import { formTokenOf } from '../web/form-token.ts'
import { languageOf, withLanguage } from '../web/language.ts'
import type { Newsroom } from '../web/newsroom.ts'
import { onPost } from '../web/rate-limit.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { allowFormTargets } from '../web/security-headers.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import { contributionOf, type OwnContribution } from './account-store.ts'
import { type AddressKeys, addressWith } from './address-store.ts'
import { currencyPage } from './currency-page.tsx'
import type { Readers } from './identify-reader.ts'
import { type Exchange, exchangeOf } from './own-change.ts'
import { readerHash } from './reader-cookie.ts'
import { signedInOf } from './reader-session.ts'

/** Opens a checkout whose contribution takes the place of another; `goTo` is Stripe's page. */
export type StartInstead = (wanted: {
  contribution: Contribution
  readerHash: string
  form: string
  language: Language
  via: string
  instead: { subscriptionId: string; firstChargeAt: Date | null; mailAddress: string | null }
}) => Promise<
  | { ok: true; goTo: string }
  | { ok: true; paidSession: string }
  | { ok: false; because: 'stripe-away' | 'over-budget' }
>

type Needs = Pick<Readers, 'identify' | 'mintFor' | 'remember'> & {
  database: Database
  newsroom: Newsroom
  timeZone: string
  addressKeys: AddressKeys
  requireReader: RequestHandler
  /** One network is not to use up what all may open at Stripe. */
  limitCheckouts: RequestHandler
  checkoutOrigins: readonly string[]
  startCheckout: StartInstead
  now: Clock
}

/** Giving on in another currency. */
export const currencyRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/account/currency', {
    before: [onPost(needs.limitCheckouts), formBody, needs.requireReader],
    get: (request, response) => ask(needs, request, response),
    post: (request, response) => begin(needs, request, response),
  })
  return router
}

type Asked = {
  own: OwnContribution
  exchange: Exchange
  language: Language
  given: (name: string) => string
}

/** Null where this contribution is not given on in another currency. */
const askedFor = async (
  { database, newsroom, now }: Needs,
  request: Request,
  response: Response,
): Promise<Asked | null> => {
  const from: unknown = request.method === 'POST' ? request.body : request.query
  const given = (name: string) => field(from, name)
  const language = languageOf(request, given('language'), newsroom.languages)
  const own = await contributionOf(database, { ...signedInOf(response), now: now() }, given('contribution'))
  if (!own) throw new Refusal('not-found')
  const exchange = exchangeOf(newsroom, own, now())
  if (exchange) return { own, exchange, language, given }
  seeOther(response, withLanguage('/account', language))
  return null
}

const ask = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const asked = await askedFor(needs, request, response)
  if (!asked) return
  const [offer] = asked.exchange.offers
  const typed = {
    currency: offer.currency,
    amount: plainAmount(defaultAmount(offer, asked.exchange.cadence)),
  }
  show(needs, response, { ...asked, typed, mistakes: {} })
}

type Shown = Asked & Pick<Parameters<typeof currencyPage>[0], 'typed' | 'mistakes'>

const show = (
  { newsroom, timeZone, checkoutOrigins }: Needs,
  response: Response,
  { given, ...shown }: Shown,
): void => {
  allowFormTargets(response, checkoutOrigins)
  const form = formTokenOf(given('form'))
  sendPrivatePage(response, currencyPage({ newsroom, timeZone, ...shown, form }))
}

const begin = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const asked = await askedFor(needs, request, response)
  if (!asked) return
  const { own, exchange, language, given } = asked
  if (exchange.when === 'too-soon')
    return seeOther(response, withLanguage(`/account/currency?contribution=${own.id}`, language))
  const typed = { currency: given('currency'), amount: given('amount') }
  const parsed = parseContribution({ ...typed, frequency: exchange.cadence }, exchange.offers)
  if (!parsed.ok) {
    response.status(422)
    return show(needs, response, { ...asked, typed, mistakes: parsed.mistakes })
  }
  const form = formTokenOf(given('form'))
  const known = needs.identify(request)
  const reader = known ?? needs.mintFor(form)
  const started = await needs.startCheckout({
    ...{ contribution: parsed.contribution, readerHash: readerHash(reader.id), form, language, via: '' },
    instead: {
      subscriptionId: own.id,
      firstChargeAt: exchange.when === 'now' ? null : exchange.at,
      mailAddress: await addressWith(needs.database, needs.addressKeys, signedInOf(response).addressIndex),
    },
  })
  if (!started.ok)
    throw new Refusal(started.because === 'stripe-away' ? 'stripe-away' : 'too-many', { 'Retry-After': '60' })
  if (!known) needs.remember(response, reader)
  const { goTo } = 'goTo' in started ? started : { goTo: thanksPath(started.paidSession) }
  seeOther(response, goTo)
}

const thanksPath = (sessionId: string): string =>
  `/support/thanks?session_id=${encodeURIComponent(sessionId)}`
