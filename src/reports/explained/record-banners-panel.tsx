import { type Language, sayIn } from '../../messages/messages.ts'
import { hasRole, type RoleHolder } from '../../staff/roles.ts'
import { copyMinutesBehind, hoursBehind, type RecordState } from './record-state.ts'

type Props = {
  language: Language
  state: RecordState
  now: Date
  hasDemoData: boolean
  member: RoleHolder
}

/** Warns on top of a report: the record is behind Stripe, its copy is behind the record, or it holds demo data. */
export const RecordBanners = ({ language, state, now, hasDemoData, member }: Props) => {
  const say = sayIn(language)
  const hours = hoursBehind(state, now)
  const minutes = copyMinutesBehind(state, now)
  return (
    <>
      {hours === null ? null : (
        <p class="banner" role="status">
          {say('record.behind', { hours })}
        </p>
      )}
      {minutes === null ? null : (
        <p class="banner" role="status">
          {say('record.copyBehind', { minutes })}
        </p>
      )}
      {hasDemoData ? (
        <p class="banner" data-banner="demo">
          {say('record.demo')}{' '}
          {hasRole(member, 'finance') ? (
            <a href={`/staff/demo?language=${language}`}>{say('record.demo.remove')}</a>
          ) : null}
        </p>
      ) : null}
    </>
  )
}
