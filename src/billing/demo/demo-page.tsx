import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { DemoForm, OfferDemo } from './demo-form-panel.tsx'
import type { DemoRefusal } from './demo-state-action.ts'

export type DemoView =
  | { is: 'offered'; hasFailed: boolean }
  | { is: 'filling'; written: number; supporters: number }
  | { is: 'filled'; supporters: number; hasFailed: boolean }
  | { is: 'refused'; refusal: Exclude<DemoRefusal, 'has-demo'> }

type Props = { newsroom: Newsroom; language: Language; member: SignedInMember; view: DemoView }

/** Offers demo data, shows how far it is written, or offers to remove it. */
export const demoPage = ({ newsroom, language, member, view }: Props): string => {
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    member,
    title: say('demo.title'),
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `/staff/demo?language=${each}${view.is === 'filling' ? '&watching=1' : ''}`,
    })),
    children: (
      <div class="column" data-demo={view.is}>
        <h1>{say('demo.title')}</h1>
        {'hasFailed' in view && view.hasFailed ? <p role="alert">{say('demo.failed')}</p> : null}
        <View say={say} language={language} view={view} />
        <p>
          <a href={`/staff?language=${language}`}>{say('demo.back')}</a>
        </p>
      </div>
    ),
  })
}

const View = ({ say, language, view }: { say: Say; language: Language; view: DemoView }) => {
  if (view.is === 'offered') return <OfferDemo language={language} />
  if (view.is === 'refused') return <p>{say(`demo.refused.${view.refusal}`)}</p>
  if (view.is === 'filled')
    return (
      <>
        <p>{say('demo.filled', { supporters: view.supporters })}</p>
        <p>{say('demo.filled.real')}</p>
        <DemoForm language={language} wanted="remove" />
      </>
    )
  const { written, supporters } = view
  return (
    <>
      <p role="status">{say('demo.filling', { written, supporters })}</p>
      <p>
        <progress value={written} max={supporters} aria-label={say('demo.title')} />
      </p>
      <p>
        <a href={`/staff/demo?language=${language}&watching=1`}>{say('demo.reload')}</a>
      </p>
    </>
  )
}
