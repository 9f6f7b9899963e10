import { formatInstant } from '../../messages/dates.ts'
import { type Language, localeOf, type Say, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from '../account/account-store.ts'
import { stateOf } from '../account/allowed-changes.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { Act, Audited } from './staff-action-panel.tsx'
import type { Happened, Payment } from './staff-supporter-store.ts'

type Common = { newsroom: Newsroom; language: Language; member: SignedInMember }

const frame = ({ newsroom, language, member }: Common, path: string) => ({
  ...{
    newsroom,
    language,
    member,
    here: 'supporter' as const,
    title: sayIn(language)('supporterView.title'),
  },
  translations: newsroom.languages.map((each) => ({ language: each, href: `${path}?language=${each}` })),
})

type FindProps = Common & { typed: string; isUnknown: boolean }

/** One supporter is found by the exact address, and by nothing else; who looked is written down. */
export const findSupporterPage = ({ typed, isUnknown, ...common }: FindProps): string => {
  const say = sayIn(common.language)
  return staffPage({
    ...frame(common, '/staff/supporters'),
    children: (
      <section>
        <h1>{say('supporterView.title')}</h1>
        <p class="hint">{say('supporterView.help')}</p>
        {isUnknown ? (
          <p class="remark" role="alert">
            {say('supporterView.unknown')}
          </p>
        ) : null}
        <form action="/staff/supporters" method="post" class="report-query">
          <input type="hidden" name="language" value={common.language} />
          <label>
            {say('signIn.address')}
            <input name="address" type="email" required autocomplete="off" value={typed} />
          </label>
          <button type="submit" class="secondary">
            {say('supporterView.find')}
          </button>
        </form>
      </section>
    ),
  })
}

export const SUPPORTER_ACTIONS = ['ended', 'returned', 'link', 'refused'] as const
type Done = (typeof SUPPORTER_ACTIONS)[number]

type Props = Common & {
  timeZone: string
  customerId: string
  contributions: readonly AccountContribution[]
  payments: readonly Payment[]
  deeds: readonly Happened[]
  audited: readonly AuditRow[]
  bouncedAt: Date | null
  done: Done | null
}

/** What one supporter gives and gave, and what may be done for them. The address is not shown: whoever came knows it. */
export const supporterPage = (props: Props): string => {
  const { contributions, payments, deeds, audited, bouncedAt, done, customerId, language } = props
  const to = { customerId, language }
  const say = sayIn(props.language)
  const at = (day: Date) => formatInstant(day, props.language, props.timeZone)
  return staffPage({
    ...frame(props, `/staff/supporters/${customerId}`),
    children: (
      <>
        <h1>{say('supporterView.title')}</h1>
        {done ? (
          <p class={done === 'refused' ? 'remark' : 'remark-good'} role="status">
            {say(`supporterView.done.${done}`)}
          </p>
        ) : null}
        {bouncedAt ? <p class="remark">{say('supporterView.bounced', { at: at(bouncedAt) })}</p> : null}
        <Act {...to} action="link" label={say('supporterView.link')} />
        <section>
          <h2>{say('supporterView.contributions')}</h2>
          {contributions.length === 0 ? <p>{say('inbox.none')}</p> : null}
          <ul class="cases">
            {contributions.map((each) => (
              <li key={each.id} data-state={stateOf(each)}>
                <p>
                  {amountWords(each, props.language)}, <code>{each.id}</code>.{' '}
                  {say('account.since', { from: at(each.startedAt) })}{' '}
                  {say(`supporterView.state.${stateOf(each)}`)}
                </p>
                {['over', 'ending'].includes(stateOf(each)) ? null : (
                  <Act
                    {...to}
                    action="end"
                    label={say('supporterView.cancel')}
                    sure={say('supporterView.cancel.sure')}
                    field={['contribution', each.id]}
                  />
                )}
              </li>
            ))}
          </ul>
        </section>
        <Payments {...props} say={say} payments={payments} at={at} />
        <section>
          <h2>{say('supporterView.history')}</h2>
          {deeds.length === 0 ? <p>{say('inbox.none')}</p> : null}
          <ul class="cases">
            {deeds.map((each) => (
              <li key={`${each.subscriptionId} ${each.what} ${each.at.toISOString()}`}>
                {at(each.at)} <code>{each.subscriptionId}</code> {say(actionOf(each))}{' '}
                {each.failed ? <strong>{each.failed}</strong> : null}
              </li>
            ))}
          </ul>
        </section>
        <Audited say={say} rows={audited} at={at} />
      </>
    ),
  })
}

type ListProps = Props & { say: Say; at: (day: Date) => string }

const Payments = ({ payments, at, ...props }: ListProps) => {
  const { say, language } = props
  const shown = (minor: number, { currency }: Payment) =>
    formatMoney(money(minor, currency), localeOf(language))
  return (
    <section>
      <h2>{say('supporterView.payments')}</h2>
      {payments.length === 0 ? <p>{say('inbox.none')}</p> : null}
      <ul class="cases">
        {payments.map((each) => (
          <li key={each.id}>
            <p>
              {at(each.at)}: {shown(each.amount, each)}, {say(`supporterView.payment.${statusOf(each)}`)}{' '}
              <code>{each.id}</code>{' '}
              {each.returned > 0
                ? say('supporterView.refunded', { amount: shown(each.returned, each) })
                : null}{' '}
              {each.isDisputed ? say('supporterView.disputed') : null}
            </p>
            {each.status === 'succeeded' && each.returned < each.amount && !each.isDisputed ? (
              <Act
                customerId={props.customerId}
                language={language}
                action="return"
                label={say('supporterView.refund', { amount: shown(each.amount - each.returned, each) })}
                sure={say('supporterView.refund.sure')}
                field={['charge', each.id]}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

const statusOf = ({ status }: Payment) => (status === 'succeeded' || status === 'failed' ? status : 'pending')

const DEEDS = ['change', 'pause', 'resume', 'duplicate', 'replacement', 'refund'] as const
const CAUSES = ['chosen', 'dispute', 'staff', 'stopped', 'replaced'] as const

const actionOf = ({ what, cause }: Happened) => {
  const deed = DEEDS.find((each) => each === what)
  return deed
    ? (`supporterView.action.${deed}` as const)
    : (`supporterView.canceled.${CAUSES.find((each) => each === cause) ?? 'stopped'}` as const)
}
