import { formatDate, formatInstant } from '../../messages/dates.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from '../account/account-store.ts'
import { stateOf } from '../account/allowed-changes.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { ActionForm, AuditLog, FoldedId } from './staff-action-panel.tsx'
import { ActionHistory, Payments } from './staff-payments-panel.tsx'
import type { PaidTotal, Payment, RecordedAction } from './staff-supporter-store.ts'
import { SupporterSummary } from './supporter-summary-panel.tsx'

export const SUPPORTER_ACTIONS = ['canceled', 'refunded', 'link', 'rejected'] as const
export type SupporterAction = (typeof SUPPORTER_ACTIONS)[number]

type Props = {
  newsroom: Newsroom
  language: Language
  member: SignedInMember
  timeZone: string
  customerId: string
  contributions: readonly AccountContribution[]
  totals: readonly PaidTotal[]
  payments: readonly Payment[]
  actions: readonly RecordedAction[]
  audited: readonly AuditRow[]
  bouncedAt: Date | null
  done: SupporterAction | null
}

/**
 * Shows staff one supporter's contributions, payments and history, with what staff may do.
 * The email address is not shown: staff who searched for it know it.
 */
export const supporterPage = ({
  newsroom,
  language,
  member,
  timeZone,
  customerId,
  contributions,
  totals,
  payments,
  actions,
  audited,
  bouncedAt,
  done,
}: Props): string => {
  const say = sayIn(language)
  const at = (day: Date) => formatInstant(day, language, timeZone)
  const onDay = (day: Date) => formatDate(day, language, timeZone)
  const path = `/staff/supporters/${customerId}`
  return staffPage({
    newsroom,
    language,
    member,
    current: 'supporter',
    title: say('supporterView.one'),
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `${path}?language=${each}`,
    })),
    children: (
      <>
        <h1>{say('supporterView.one')}</h1>
        {done ? (
          <p class={done === 'rejected' ? 'remark' : 'remark-good'} role="status">
            {say(`supporterView.done.${done}`)}
          </p>
        ) : null}
        {bouncedAt ? <p class="remark">{say('supporterView.bounced', { at: at(bouncedAt) })}</p> : null}
        <SupporterSummary
          say={say}
          language={language}
          contributions={contributions}
          totals={totals}
          at={onDay}
        />
        <ActionForm
          customerId={customerId}
          language={language}
          action="link"
          label={say('supporterView.link')}
        />
        <Contributions
          say={say}
          language={language}
          customerId={customerId}
          contributions={contributions}
          at={onDay}
        />
        <Payments say={say} language={language} customerId={customerId} payments={payments} at={onDay} />
        <ActionHistory say={say} actions={actions} at={at} />
        <AuditLog say={say} rows={audited} at={at} />
      </>
    ),
  })
}

type ListProps = Pick<Props, 'language' | 'customerId' | 'contributions'> & {
  say: Say
  at: (day: Date) => string
}

const Contributions = ({ say, language, customerId, contributions, at }: ListProps) => (
  <section id="contributions">
    <h2>{say('supporterView.contributions')}</h2>
    {contributions.length === 0 ? <p>{say('supporterView.noContributions')}</p> : null}
    <ul class="cases">
      {contributions.map((contribution) => (
        <li key={contribution.id} data-state={stateOf(contribution)}>
          <p>
            <strong>{amountWords(contribution, language)}</strong>.{' '}
            {say(`supporterView.state.${stateOf(contribution)}`)}{' '}
            {say('account.since', { from: at(contribution.startedAt) })}
          </p>
          {['ended', 'canceling'].includes(stateOf(contribution)) ? null : (
            <ActionForm
              customerId={customerId}
              language={language}
              action="cancel"
              label={say('supporterView.cancel')}
              warning={say('supporterView.cancel.sure')}
              field={['contribution', contribution.id]}
            />
          )}
          <FoldedId say={say} id={contribution.id} />
        </li>
      ))}
    </ul>
  </section>
)
