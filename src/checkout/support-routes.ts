import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { parseLabel } from '../appeal/label.ts'
import { type FindAppealOffer, firstAmount, newsroomOffering } from '../appeal/support-offer.ts'
import {
  type ContributionMistakes,
  isFrequency,
  parseContribution,
} from '../billing/model/contribution-form.ts'
import type { Language } from '../messages/messages.ts'
import { formatPlainAmount, parseAmount } from '../money/money.ts'
import type { Clock } from '../platform/clock.ts'
import { type IdentifiedReader, type Reader, sameSnooze } from '../readers/reader-cookie.ts'
import { field, formBody } from '../web/form.ts'
import { formTokenOf } from '../web/form-token.ts'
import { languageOf } from '../web/language.ts'
import { type CurrencyOffer, type Newsroom, offerOf } from '../web/page/newsroom.ts'
import { isPageView } from '../web/page/page-view.ts'
import { stripeRefusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { allowFormTargets } from '../web/security-headers.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import type { StartCheckout } from './start-checkout-action.ts'
import { type SupportForm, supportPage } from './support-page.tsx'

/** The functions that read and set the reader cookie. */
export type ReaderNeeds = {
  /** Rejects if the database is unavailable. */
  findReader: (request: Request) => Promise<IdentifiedReader | null>
  setReaderCookie: (response: Response, reader: Reader) => void
}

type Needs = ReaderNeeds & {
  newsroom: Newsroom
  timeZone: string
  now: Clock
  /** The origins of Stripe's checkout, which our form redirects to. */
  checkoutOrigins: readonly string[]
  limit: RequestHandler
  startCheckout: StartCheckout
  /** Resolves to whether the signed-in supporter, or the browser with this hash, has an active contribution. */
  canShowAsSupporter: (request: Request, hash: string | null) => Promise<boolean>
  findAppealOffer: FindAppealOffer
  /** Finds the label of the reader's own checkout that can still be paid. Stripe, which knows its id, gets none. */
  findOwnLabel: (request: Request, checkoutId: string) => Promise<string | null>
  /** Counts a page that an appeal led to. */
  countGive: (label: string) => void
}

export const supportRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/support', { get: (request, response) => showForm(needs, request, response) })
  route(router, '/support/checkouts', {
    before: [formBody, needs.limit],
    // After a mistake this address stands in the address bar.
    get: (_request, response) => seeOther(response, '/support'),
    post: (request, response) => start(needs, request, response),
  })
  return router
}

/** Fills the form from the given fields. Values that the newsroom does not offer become the defaults. */
const fillForm = ({ findAppealOffer, ...needs }: Needs, input: (name: string) => string): Filled => {
  const via = parseLabel(input('via')) ? input('via') : ''
  const newsroom = newsroomOffering(needs.newsroom, findAppealOffer, via)
  const offer: CurrencyOffer = offerOf(newsroom, input('currency').toUpperCase()) ?? newsroom.giving[0]
  const typedFrequency = input('frequency')
  const frequency = isFrequency(typedFrequency) ? typedFrequency : 'monthly'
  const amount = input('amount') || formatPlainAmount(firstAmount(findAppealOffer, { via, offer, frequency }))
  const isSecondTry = input('again') === '1'
  return {
    newsroom,
    values: { frequency, offer, amount, via, isSecondTry, form: formTokenOf(input('form')) },
  }
}

/** `newsroom` offers the amounts of the campaign that led here. */
type Filled = { newsroom: Newsroom; values: SupportForm }

/** Resolves to false on an error: the support page must work even if the database is unavailable. */
const alreadyGives = ({ findReader, canShowAsSupporter }: Needs, request: Request): Promise<boolean> =>
  findReader(request)
    .then((reader) => canShowAsSupporter(request, reader?.hash ?? null))
    .catch(() => false)

/** Links on the page itself, and Stripe's cancel link, lead to it again. */
const isFromItself = (request: Request, { isSecondTry }: SupportForm): boolean => {
  if (isSecondTry) return true
  const from = request.get('referer') ?? ''
  return URL.canParse(from) && /^\/support\b/.test(new URL(from).pathname)
}

/** Finds the label that a reader lost on Stripe's page. The support page must work without the database too. */
const canceledLabel = async (needs: Needs, request: Request): Promise<string | null> => {
  const { data: id } = z.uuid().safeParse(request.query['checkout'])
  return id === undefined ? null : needs.findOwnLabel(request, id).catch(() => null)
}

const showForm = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const parameter = (name: string): string => {
    const value = request.query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  // A form token in the address would be shared by everybody who opens the link.
  const via = await canceledLabel(needs, request)
  const ours: Record<string, string> = via === null ? { form: '' } : { form: '', via, again: '1' }
  const { newsroom, values } = fillForm(needs, (name) => ours[name] ?? parameter(name))
  if (values.via && isPageView(request) && !isFromItself(request, values)) needs.countGive(values.via)
  // "Another amount" in the appeal sends an empty amount, so the field stays empty.
  const isOtherAmount = request.query['amount'] === ''
  const isReadable = parseAmount(values.amount, values.offer.currency).ok
  const amount = isOtherAmount || !isReadable ? '' : values.amount
  await showPage(
    needs,
    { request, response },
    {
      newsroom,
      language: languageOf(request, request.query['language'], newsroom.languages),
      values: { ...values, amount },
      mistakes: {},
      isChosen: request.query['amount'] !== undefined || request.query['currency'] !== undefined,
    },
  )
}

type Shown = Filled & { language: Language; mistakes: ContributionMistakes; isChosen: boolean }

const showPage = async (needs: Needs, { request, response }: Exchange, shown: Shown): Promise<void> => {
  const { timeZone, now } = needs
  allowFormTargets(response, needs.checkoutOrigins)
  const givesAlready = shown.values.frequency !== 'once' && (await alreadyGives(needs, request))
  sendPrivatePage(response, supportPage({ ...shown, timeZone, now: now(), givesAlready }))
}

const start = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const input = (name: string) => field(request.body, name)
  const { newsroom, values } = fillForm(needs, input)
  const language = languageOf(request, input('language'), newsroom.languages)
  const typed = { frequency: input('frequency'), currency: input('currency'), amount: input('amount') }
  const parsed = parseContribution(typed, newsroom.giving)
  if (!parsed.ok) {
    const { mistakes } = parsed
    return refuse(needs, { request, response }, { values: { ...values, amount: typed.amount }, mistakes })
  }
  const current = await needs.findReader(request)
  const started = await needs.startCheckout({
    contribution: parsed.contribution,
    currentHash: current?.hash ?? null,
    form: formTokenOf(input('form')),
    language,
    via: values.via,
    isSecondTry: values.isSecondTry,
  })
  if (started.reader) needs.setReaderCookie(response, sameSnooze(started.reader, current))
  if (!started.ok && started.because === 'form-reused')
    return refuse(
      needs,
      { request, response },
      { values: { ...values, form: formTokenOf('') }, mistakes: { form: true } },
    )
  if (!started.ok) throw stripeRefusal(started.because)
  seeOther(
    response,
    'goTo' in started
      ? started.goTo
      : `/support/thanks?session_id=${encodeURIComponent(started.paidSession)}`,
  )
}

type Exchange = { request: Request; response: Response }
type Refused = { values: SupportForm; mistakes: ContributionMistakes }

const refuse = async (needs: Needs, { request, response }: Exchange, refused: Refused): Promise<void> => {
  response.status(422)
  if (request.accepts('html', 'json') === 'json') return sendMistakes(response, refused.mistakes)
  await showMistakes(needs, { request, response }, refused)
}

const sendMistakes = (response: Response, mistakes: ContributionMistakes): void => {
  const errors = Object.entries(mistakes).map(([name, reason]) => ({
    field: name,
    reason: reason === true ? 'unknown' : reason,
  }))
  response.set('cache-control', 'no-store').type('application/problem+json')
  response.send(
    JSON.stringify({ type: 'about:blank', title: 'The contribution was not started', status: 422, errors }),
  )
}

const showMistakes = async (
  needs: Needs,
  { request, response }: Exchange,
  { values, mistakes }: Refused,
): Promise<void> => {
  const newsroom = newsroomOffering(needs.newsroom, needs.findAppealOffer, values.via)
  const language = languageOf(request, field(request.body, 'language'), newsroom.languages)
  await showPage(needs, { request, response }, { newsroom, language, values, mistakes, isChosen: false })
}
