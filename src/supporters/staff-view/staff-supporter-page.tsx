import { formatInstant } from '../../messages/dates.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from '../account/account-store.ts'
import { stateOf } from '../account/allowed-changes.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { ActionForm, AuditLog } from './staff-action-panel.tsx'
import { ActionHistory, Payments } from './staff-payments-panel.tsx'
import type { Payment, RecordedAction } from './staff-supporter-store.ts'

export const SUPPORTER_ACTIONS = ['canceled', 'refunded', 'link', 'rejected'] as const
export type SupporterAction = (typeof SUPPORTER_ACTIONS)[number]

type Props = {
  newsroom: Newsroom
  language: Language
  member: SignedInMember
  timeZone: string
  customerId: string
  contributions: readonly AccountContribution[]
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
  payments,
  actions,
  audited,
  bouncedAt,
  done,
}: Props): string => {
  const say = sayIn(language)
  const at = (day: Date) => formatInstant(day, language, timeZone)
  const path = `/staff/supporters/${customerId}`
  return staffPage({
    newsroom,
    language,
    member,
    current: 'supporter',
    title: say('supporterView.title'),
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `${path}?language=${each}`,
    })),
    children: (
      <>
        <h1>{say('supporterView.title')}</h1>
        {done ? (
          <p class={done === 'rejected' ? 'remark' : 'remark-good'} role="status">
            {say(`supporterView.done.${done}`)}
          </p>
        ) : null}
        {bouncedAt ? <p class="remark">{say('supporterView.bounced', { at: at(bouncedAt) })}</p> : null}
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
          at={at}
        />
        <Payments say={say} language={language} customerId={customerId} payments={payments} at={at} />
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
  <section>
    <h2>{say('supporterView.contributions')}</h2>
    {contributions.length === 0 ? <p>{say('inbox.none')}</p> : null}
    <ul class="cases">
      {contributions.map((contribution) => (
        <li key={contribution.id} data-state={stateOf(contribution)}>
          <p>
            {amountWords(contribution, language)}, <code>{contribution.id}</code>.{' '}
            {say('account.since', { from: at(contribution.startedAt) })}{' '}
            {say(`supporterView.state.${stateOf(contribution)}`)}
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
        </li>
      ))}
    </ul>
  </section>
)
