import { type Language, sayIn } from '../../messages/messages.ts'
import { hoursBehind, type RecordState } from './record-state.ts'

type Props = { language: Language; state: RecordState; now: Date; hasDemoData: boolean }

/** Warns on top of a report: the record is behind Stripe, or holds demo data. */
export const RecordBanners = ({ language, state, now, hasDemoData }: Props) => {
  const say = sayIn(language)
  const hours = hoursBehind(state, now)
  return (
    <>
      {hours === null ? null : (
        <p class="banner" role="status">
          {say('record.behind', { hours })}
        </p>
      )}
      {hasDemoData ? <p class="banner">{say('record.demo')}</p> : null}
    </>
  )
}
