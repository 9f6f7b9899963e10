import type { ComponentChildren } from 'preact'
import type { Say } from '../messages/messages.ts'

type Props = {
  say: Say
  id: string
  title: string
  help: string
  rows: readonly unknown[]
  children: ComponentChildren
}

/** Shows a list of cases under its heading, with the help folded. Shows nothing if there are no cases. */
export const CasePanel = ({ say, id, title, help, rows, children }: Props) =>
  rows.length === 0 ? null : (
    <section id={id}>
      <h2>{title}</h2>
      <details class="how">
        <summary>{say('inbox.help')}</summary>
        <p>{help}</p>
      </details>
      {children}
    </section>
  )

type FoldedProps = Pick<Props, 'say' | 'id' | 'title' | 'rows' | 'children'>

/** Shows a folded list that needs no action, with its length. Shows nothing if it is empty. */
export const FoldedCases = ({ say, id, title, rows, children }: FoldedProps) =>
  rows.length === 0 ? null : (
    <details class="folded-cases" id={id}>
      <summary>{say('inbox.folded', { title, count: rows.length })}</summary>
      {children}
    </details>
  )
