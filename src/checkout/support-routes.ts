import { type Request, type RequestHandler, type Response, Router } from 'express'
import {
  type ContributionMistakes,
  defaultAmount,
  isFrequency,
  parseContribution,
} from '../billing/model/contribution-form.ts'
import { formatPlainAmount, parseAmount } from '../money/money.ts'
import { field, formBody } from '../web/form.ts'
import { formTokenOf } from '../web/form-token.ts'
import { languageOf } from '../web/language.ts'
import { type CurrencyOffer, type Newsroom, offerOf } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { allowFormTargets } from '../web/security-headers.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import type { StartCheckout } from './start-checkout-action.ts'
import { type SupportForm, supportPage } from './support-page.tsx'

type Reader = { id: string; serial: number; suppressedUntil: Date | null }

/** Who a browser is, as far as it says itself. */
export type ReaderNeeds = {
  identify: (request: Request) => Reader | null
  mintFor: (formToken: string) => Reader
  hashOf: (id: string) => string
  remember: (response: Response, reader: Reader) => void
}

type Needs = ReaderNeeds & {
  newsroom: Newsroom
  /** Where a checkout's form ends up after our redirect. */
  checkoutOrigins: readonly string[]
  limit: RequestHandler
  startCheckout: StartCheckout
  /** Whether who is signed in, or the browser with this hash, is known as somebody who gives regularly. */
  canShowAsSupporter: (request: Request, hash: string | null) => Promise<boolean>
}

export const supportRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/support', { get: (request, response) => showForm(needs, request, response) })
  route(router, '/support/checkouts', {
    before: [needs.limit, formBody],
    post: (request, response) => start(needs, request, response),
  })
  return router
}

const VIA = /^[a-z0-9-]{1,40}$/

/** What a page shows for what was asked: what is not offered becomes what is. */
const formFrom = (newsroom: Newsroom, asked: (name: string) => string): SupportForm => {
  const offer: CurrencyOffer = offerOf(newsroom, asked('currency').toUpperCase()) ?? newsroom.giving[0]
  const wanted = asked('frequency')
  const frequency = isFrequency(wanted) ? wanted : 'monthly'
  const typed = asked('amount')
  return {
    frequency,
    offer,
    amount: typed || formatPlainAmount(defaultAmount(offer, frequency)),
    via: VIA.test(asked('via')) ? asked('via') : '',
    form: formTokenOf(asked('form')),
  }
}

/** Unsure is no: the page is for giving, and stands whatever else is away. */
const alreadyGives = async (
  { identify, hashOf, canShowAsSupporter }: Needs,
  request: Request,
): Promise<boolean> => {
  const reader = identify(request)
  return canShowAsSupporter(request, reader && hashOf(reader.id)).catch(() => false)
}

const showForm = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, checkoutOrigins } = needs
  const asked = (name: string): string => {
    const value = request.query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const values = formFrom(newsroom, (name) => (name === 'form' ? '' : asked(name)))
  // The letter's "another amount" comes without one: the field is left for the reader to fill.
  const isOther = request.query['amount'] === ''
  const readable = parseAmount(values.amount, values.offer.currency).ok
  const amount = isOther || !readable ? '' : values.amount
  allowFormTargets(response, checkoutOrigins)
  const language = languageOf(request, request.query['language'], newsroom.languages)
  const givesAlready = values.frequency !== 'once' && (await alreadyGives(needs, request))
  sendPrivatePage(
    response,
    supportPage({
      ...{ newsroom, language, values: { ...values, amount }, mistakes: {}, givesAlready },
      isChosen: request.query['amount'] !== undefined || request.query['currency'] !== undefined,
    }),
  )
}

const start = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom } = needs
  const given = (name: string) => field(request.body, name)
  const language = languageOf(request, given('language'), newsroom.languages)
  const values = formFrom(newsroom, given)
  const typed = { frequency: given('frequency'), currency: given('currency'), amount: given('amount') }
  const parsed = parseContribution(typed, newsroom.giving)
  if (!parsed.ok)
    return showMistakes(needs, request, response, {
      values: { ...values, amount: typed.amount },
      mistakes: parsed.mistakes,
    })
  const known = needs.identify(request)
  const form = formTokenOf(given('form'))
  const reader = known ?? needs.mintFor(form)
  const started = await needs.startCheckout({
    contribution: parsed.contribution,
    readerHash: needs.hashOf(reader.id),
    form,
    language,
    via: values.via,
  })
  if (!started.ok)
    throw new Refusal(started.because === 'stripe-unavailable' ? 'stripe-unavailable' : 'too-many', {
      'Retry-After': '60',
    })
  if (!known) needs.remember(response, reader)
  seeOther(
    response,
    'goTo' in started
      ? started.goTo
      : `/support/thanks?session_id=${encodeURIComponent(started.paidSession)}`,
  )
}

type Mistaken = { values: SupportForm; mistakes: ContributionMistakes }

const showMistakes = async (
  needs: Needs,
  request: Request,
  response: Response,
  { values, mistakes }: Mistaken,
): Promise<void> => {
  const { newsroom } = needs
  response.status(422)
  if (request.accepts('html', 'json') === 'json') {
    const errors = Object.entries(mistakes).map(([name, reason]) => ({
      field: name,
      reason: reason === true ? 'unknown' : reason,
    }))
    response.set('cache-control', 'no-store').type('application/problem+json')
    response.send(
      JSON.stringify({ type: 'about:blank', title: 'The contribution was not started', status: 422, errors }),
    )
    return
  }
  allowFormTargets(response, needs.checkoutOrigins)
  const language = languageOf(request, field(request.body, 'language'), newsroom.languages)
  const givesAlready = values.frequency !== 'once' && (await alreadyGives(needs, request))
  sendPrivatePage(response, supportPage({ newsroom, language, values, mistakes, givesAlready }))
}
