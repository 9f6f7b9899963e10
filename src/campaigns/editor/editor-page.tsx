import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { EXPLAIN_PATH } from '../explain/explain-page.tsx'
import { warningText } from '../form/mistake-words.ts'
import { previewPath } from '../preview/preview-page.tsx'
import { TYPED_PREVIEW_PATH } from '../preview/typed-preview-page.tsx'
import type { Warning } from '../settings/settings-warnings.ts'
import { StateLabel, StatePanel, type StatePlace } from '../states/state-panel.tsx'
import { AmountsPanel } from './amounts-panel.tsx'
import { type Conflict, ConflictPanel } from './conflict-panel.tsx'
import { type FormView, InputField } from './field-panel.tsx'
import { MistakesPanel, type RefusedStep } from './mistakes-panel.tsx'
import { CapsPanel, FormPanel, GoalPanel, SchedulePanel } from './showing-panel.tsx'
import { TargetingPanel } from './targeting-panel.tsx'
import { TextsPanel } from './texts-panel.tsx'

/** The result of the last step, said above the form. */
export const REMARKS = [
  'created',
  'saved',
  'unchanged',
  'published',
  'ended',
  'archived',
  'stopped',
  'resumed',
  'impossible',
] as const
export type Remark = (typeof REMARKS)[number]

export type EditorView = {
  form: FormView
  /** Null: a new campaign. */
  campaign: (StatePlace & { name: string }) | null
  /** Tells a new campaign that is sent twice. Null: the campaign exists. */
  formKey: string | null
  /** The newest version that the person has seen. A later one is not overwritten. */
  basedOn: number
  refused: RefusedStep | null
  conflict: Conflict | null
  warnings: readonly Warning[]
  remark: Remark | null
  /** The form holds an older version, a copy, or nothing of a version that cannot be read. */
  origin: { from: 'version' | 'copy'; number: number } | { from: 'unreadable' } | null
}

type Props = {
  newsroom: Newsroom
  timeZone: string
  member: SignedInMember
  isEveryAppealStopped: boolean
  view: EditorView
}

/** The form in which a campaign is written. */
export const editorPage = ({ newsroom, timeZone, member, isEveryAppealStopped, view }: Props): string => {
  const { form, campaign, refused, conflict, remark } = view
  const { say, language } = form.words
  const here = pathOf(view)
  const title = campaign?.name ?? say('campaigns.new')
  return staffPage({
    newsroom,
    language,
    member,
    current: 'campaigns',
    title,
    scripts: ['focus.js'],
    translations: newsroom.staffLanguages.map((each) => ({ language: each, href: withLanguage(here, each) })),
    children: (
      <>
        <p class="back">
          <a href={withLanguage('/staff/campaigns', language)}>{say('campaigns.title')}</a>
        </p>
        <h1>{title}</h1>
        {isEveryAppealStopped ? <p class="all-stopped">{say('campaigns.all.stopped')}</p> : null}
        {remark ? (
          <p class="remark-good" role="status">
            {say(`campaigns.done.${remark}`)}
          </p>
        ) : null}
        {refused ? <MistakesPanel form={form} refused={refused} /> : null}
        {conflict ? <ConflictPanel words={form.words} conflict={conflict} timeZone={timeZone} /> : null}
        <Origin view={view} />
        {campaign ? <Standing view={view} /> : null}
        {view.warnings.map((warning) => (
          <p key={warningText(warning, form.words)} class="campaign-warning">
            {warningText(warning, form.words)}
          </p>
        ))}
        <Form newsroom={newsroom} timeZone={timeZone} view={view} />
      </>
    ),
  })
}

const pathOf = ({ campaign }: EditorView): string => `/staff/campaigns/${campaign?.number ?? 'new'}`

const Origin = ({ view: { form, origin } }: { view: EditorView }) => {
  if (origin === null) return null
  if (origin.from === 'unreadable') return <p class="remark">{form.words.say('campaigns.unreadable')}</p>
  return (
    <p class="remark" role="status">
      {form.words.say(`campaigns.origin.${origin.from}`, { number: origin.number })}
    </p>
  )
}

/** The state of the campaign, its other pages, and the actions that change its state. */
const Standing = ({ view }: { view: EditorView }) => {
  const { campaign, form } = view
  const { say, language } = form.words
  if (!campaign) return null
  const links = [
    ['campaigns.link.preview', previewPath(campaign.number)],
    ['campaigns.link.history', `${pathOf(view)}/history`],
    ['campaigns.link.copy', `/staff/campaigns/new?copy=${campaign.number}`],
    ['campaigns.link.explain', EXPLAIN_PATH],
  ] as const
  return (
    <section class="campaign-standing" aria-labelledby="standing">
      <h2 id="standing">
        {say('campaigns.standing')}{' '}
        <StateLabel say={say} shown={campaign.shown} isStopped={campaign.isStopped} />
      </h2>
      <ul class="campaign-links">
        {links.map(([label, path]) => (
          <li key={path}>
            <a href={withLanguage(path, language)}>{say(label)}</a>
          </li>
        ))}
      </ul>
      <StatePanel words={form.words} place={campaign} />
    </section>
  )
}

const Form = ({ newsroom, timeZone, view }: Pick<Props, 'newsroom' | 'timeZone' | 'view'>) => {
  const { form, basedOn, formKey } = view
  const { say, language } = form.words
  return (
    <form class="campaign-form" action={withLanguage(pathOf(view), language)} method="post" novalidate>
      <h2>{say('campaigns.form')}</h2>
      <input type="hidden" name="version" value={String(basedOn)} />
      {formKey ? <input type="hidden" name="formKey" value={formKey} /> : null}
      <InputField form={form} field="name" hint={say('campaigns.hint.name')} />
      <TextsPanel form={form} languages={newsroom.languages} />
      <FormPanel form={form} />
      <AmountsPanel form={form} giving={newsroom.giving} />
      <SchedulePanel form={form} timeZone={timeZone} />
      <TargetingPanel form={form} sections={newsroom.sections} />
      <CapsPanel form={form} />
      <GoalPanel form={form} giving={newsroom.giving} />
      {view.campaign?.shown === 'archived' ? (
        <p class="remark">{say('campaigns.archivedForm')}</p>
      ) : (
        <Buttons view={view} />
      )}
    </form>
  )
}

// The first button is the one that Enter presses in a field.
const Buttons = ({ view }: { view: EditorView }) => {
  const { say, language } = view.form.words
  return (
    <>
      <div class="campaign-buttons">
        <button type="submit" class="primary">
          {saveLabel(view)}
        </button>
        <button
          type="submit"
          class="secondary"
          formaction={withLanguage(TYPED_PREVIEW_PATH, language)}
          formtarget="_blank"
          aria-describedby="preview-hint"
        >
          {say('campaigns.previewTyped')}
        </button>
      </div>
      <p class="hint" id="preview-hint">
        {say('campaigns.previewTypedHint')}
      </p>
    </>
  )
}

const saveLabel = ({ form, campaign, conflict }: EditorView): string => {
  const { say } = form.words
  if (conflict) return say('campaigns.save.over', { name: conflict.savedBy })
  if (!campaign) return say('campaigns.save.new')
  return campaign.shown === 'live' && !campaign.isStopped ? say('campaigns.save.live') : say('campaigns.save')
}
