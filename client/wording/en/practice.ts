import type { TemplateSection } from '../../practice/template.ts';

interface TemplateText {
  readonly name: string;
  readonly sections: readonly TemplateSection[];
}

/** English, for what notes begin with and for the record that a client is given. */
export const practice = {
  /** By id. Headings go into the notes themselves; hints are shown in fields that are still empty. */
  templates: {
    free: {
      name: 'Free note',
      sections: [{ heading: '', hint: 'Write as you like.' }],
    },

    soap: {
      name: 'SOAP',
      sections: [
        {
          heading: 'Subjective',
          hint: 'What the client reports: concerns, changes since last time, in their own words where it matters.',
        },
        {
          heading: 'Objective',
          hint: 'What you observed: appearance, mood and affect, speech, thought, scores of measures.',
        },
        {
          heading: 'Assessment',
          hint: 'How you understand it: progress towards the goals, diagnosis, risk and what protects.',
        },
        {
          heading: 'Plan',
          hint: 'What comes next: interventions, tasks until then, referrals, the next appointment.',
        },
      ],
    },

    dap: {
      name: 'DAP',
      sections: [
        {
          heading: 'Data',
          hint: 'What was said and seen in the session, and what you did, without interpretation.',
        },
        {
          heading: 'Assessment',
          hint: 'What it means for the goals: response to treatment, progress, risk.',
        },
        {
          heading: 'Plan',
          hint: 'Focus of the next session, tasks until then, anything to follow up.',
        },
      ],
    },

    birp: {
      name: 'BIRP',
      sections: [
        {
          heading: 'Behaviour',
          hint: 'How the client presented: what they said and did, symptoms, what you observed.',
        },
        {
          heading: 'Intervention',
          hint: 'What you did and why: methods, and the goal of the plan that each served.',
        },
        {
          heading: 'Response',
          hint: 'How the client took it up: engagement, insight, change within the session, obstacles.',
        },
        {
          heading: 'Plan',
          hint: 'Next steps, tasks until then, and what to look at next time.',
        },
      ],
    },

    intake: {
      name: 'Intake',
      sections: [
        {
          heading: 'Reason for coming',
          hint: 'Why now, in the client’s own words, and what they hope will be different.',
        },
        {
          heading: 'Present concerns',
          hint: 'Symptoms with onset, frequency and severity, what eases them and what makes them worse.',
        },
        {
          heading: 'Earlier treatment',
          hint: 'Therapy, hospital stays and medication so far: what helped and what did not.',
        },
        {
          heading: 'Medical history and medication',
          hint: 'Conditions, current medicines with dose and prescriber, allergies, sleep, appetite.',
        },
        {
          heading: 'Family and relationships',
          hint: 'Who belongs to the family, important bonds, losses, conflicts, mental health in the family.',
        },
        {
          heading: 'Life history',
          hint: 'Childhood, education, work, migration, culture and faith, turning points.',
        },
        {
          heading: 'Trauma',
          hint: 'Only as much as the client wishes to tell today; note what to come back to.',
        },
        {
          heading: 'Substance use',
          hint: 'Alcohol, nicotine, cannabis, others: how much, how often, since when, and concerns about it.',
        },
        {
          heading: 'Risk and safety',
          hint: 'Thoughts of suicide, self-harm or harm to others, means, plans, protective factors, agreed steps.',
        },
        {
          heading: 'Strengths and support',
          hint: 'What carries the client: people, skills, interests, what has worked before.',
        },
        {
          heading: 'Mental status',
          hint: 'Appearance, behaviour, speech, mood and affect, thought, perception, cognition, insight.',
        },
        {
          heading: 'Impression and diagnosis',
          hint: 'First formulation, working diagnosis with code, what still has to be ruled out.',
        },
        {
          heading: 'Agreed next steps',
          hint: 'Kind and frequency of sessions, fee, consent, contacts to other professionals.',
        },
      ],
    },

    'treatment-plan': {
      name: 'Treatment plan',
      sections: [
        {
          heading: 'Problem',
          hint: 'What is to be treated, with diagnosis, in words the client would agree with.',
        },
        {
          heading: 'Long-term goals',
          hint: 'What life looks like when therapy has done its work.',
        },
        {
          heading: 'Objectives',
          hint: 'Small steps that can be measured, each with how and by when.',
        },
        {
          heading: 'Interventions',
          hint: 'Which methods, how often, by whom, for which objective.',
        },
        {
          heading: 'Strengths and obstacles',
          hint: 'What will help the client to get there, and what may stand in the way.',
        },
        {
          heading: 'Review',
          hint: 'When you will look at the plan together, and how both will know it is time to end.',
        },
        {
          heading: 'The client’s agreement',
          hint: 'That the plan was discussed, what the client said to it, and what was changed.',
        },
      ],
    },

    'thought-record': {
      name: 'CBT thought record',
      sections: [
        { heading: 'Situation', hint: 'Where, when, with whom, and what happened just before.' },
        {
          heading: 'Feelings',
          hint: 'Each in one word with its strength from 0 to 100, and where it was felt in the body.',
        },
        {
          heading: 'Automatic thoughts',
          hint: 'What went through the mind; mark the hottest thought and how far it was believed (0–100).',
        },
        { heading: 'Evidence for', hint: 'Facts, not opinions, that support the hot thought.' },
        {
          heading: 'Evidence against',
          hint: 'Facts that do not fit it, and what one would say to a friend.',
        },
        {
          heading: 'Thinking traps',
          hint: 'All-or-nothing, mind reading, catastrophe, should, personalising, and so on.',
        },
        {
          heading: 'Balanced thought',
          hint: 'A view that takes in both sides, and how far it is believed (0–100).',
        },
        {
          heading: 'Outcome',
          hint: 'Feelings now (0–100), and what to do or try out until the next session.',
        },
      ],
    },

    mindfulness: {
      name: 'Mindfulness check-in',
      sections: [
        {
          heading: 'Arriving',
          hint: 'How the client arrives today: energy, weather inside, one word.',
        },
        { heading: 'Body', hint: 'Sensations, tension, breath, posture, sleep.' },
        { heading: 'Feelings', hint: 'What is here right now, and how the client meets it.' },
        {
          heading: 'Thoughts',
          hint: 'Themes that return, pulls and worries, noticed as thoughts.',
        },
        {
          heading: 'Practice since last time',
          hint: 'What was practised, how often and how long, what it was like, what got in the way.',
        },
        {
          heading: 'Practice today',
          hint: 'Exercise, length, what was noticed, anything too much and how it was eased.',
        },
        { heading: 'Intention', hint: 'One small thing to carry into the week.' },
      ],
    },

    'eft-cycle': {
      name: 'EFT cycle',
      sections: [
        {
          heading: 'Trigger',
          hint: 'The moment it starts: what was said or done, and who noticed it first.',
        },
        {
          heading: 'Partner A: action',
          hint: 'What one sees from outside: pursue, criticise, withdraw, go silent.',
        },
        {
          heading: 'Partner A: feelings',
          hint: 'What shows at the surface, and the softer feeling underneath it.',
        },
        {
          heading: 'Partner A: need',
          hint: 'The attachment fear and the longing: am I important to you, can I reach you?',
        },
        {
          heading: 'Partner B: action',
          hint: 'What partner B does then, as partner A sees it.',
        },
        {
          heading: 'Partner B: feelings',
          hint: 'What shows at the surface, and the softer feeling underneath it.',
        },
        {
          heading: 'Partner B: need',
          hint: 'The attachment fear and the longing: am I good enough for you, am I safe with you?',
        },
        {
          heading: 'The cycle in their words',
          hint: 'The name they give it, and how each pulls the other into it.',
        },
        {
          heading: 'Stage and next step',
          hint: 'De-escalation, new ways to reach each other, consolidation: what was reached, what is next.',
        },
      ],
    },

    'sexual-health': {
      name: 'Sexual-health intake',
      sections: [
        {
          heading: 'Concern',
          hint: 'What brings the client, since when, with whom or when alone, and how much it troubles them.',
        },
        {
          heading: 'Identity and pronouns',
          hint: 'Gender, orientation and relationship form, in the client’s own words.',
        },
        {
          heading: 'Relationships',
          hint: 'Partners, closeness, how they talk about sex, agreements on exclusivity.',
        },
        {
          heading: 'Desire, arousal, orgasm',
          hint: 'What works, what has changed, lifelong or acquired, in which situations.',
        },
        { heading: 'Pain', hint: 'Where, when, how strong, what has been tried and examined.' },
        {
          heading: 'Medical history and medication',
          hint: 'Conditions, operations, hormones, medicines such as antidepressants, pregnancy, menopause.',
        },
        {
          heading: 'Safer sex and contraception',
          hint: 'Protection, tests, contraception, wish for children.',
        },
        {
          heading: 'Messages and learning',
          hint: 'What family, culture and faith taught about sex and body, first experiences.',
        },
        {
          heading: 'Consent and unwanted experiences',
          hint: 'Ask permission first; only as much as the client wishes to tell today.',
        },
        {
          heading: 'Substances and pornography',
          hint: 'Use in connection with sex, and whether it is felt to be a problem.',
        },
        {
          heading: 'Goals',
          hint: 'What a satisfying sexual life would be for this client, or for this couple.',
        },
        {
          heading: 'Impression and next steps',
          hint: 'Formulation, referral for examination, education given, exercises agreed.',
        },
      ],
    },

    process: {
      name: 'Psychotherapy note',
      sections: [
        {
          heading: 'Conversation',
          hint: 'Your own analysis of what was said. Medication, times, diagnosis, symptoms, plan and progress belong in a progress note.',
        },
        {
          heading: 'Process',
          hint: 'What happened between you: tone, silences, turning points, what was not said.',
        },
        {
          heading: 'Transference and countertransference',
          hint: 'What was placed in you, and what it stirred in you.',
        },
        {
          heading: 'Hypotheses',
          hint: 'Ideas that you want to keep for yourself until they prove true or not.',
        },
        { heading: 'For supervision', hint: 'What you want to think through with somebody else.' },
      ],
    },
  } satisfies Record<string, TemplateText>,

  /** The page that a client is given of their own record. */
  record: {
    lang: 'en',
    dir: 'ltr',
    heading: {
      progress: 'Record: progress notes',
      psychotherapy: 'Record: psychotherapy notes',
    },
    about: {
      progress:
        'This is a copy of the progress notes about one person. It holds no psychotherapy notes: those are kept apart.',
      psychotherapy:
        'This is a copy of the psychotherapy notes about one person. It holds no progress notes: those are kept apart.',
    },
    confidential:
      'It is confidential and not encrypted. Whoever has this file can read it; keep it where only you can.',
    name: 'Name',
    contact: 'Contact',
    aboutPerson: 'About',
    made: 'Copy made',
    count: (notes: number): string => (notes === 1 ? '1 note' : `${String(notes)} notes`),
    none: 'There are no notes of this kind.',
    untitled: 'Note',
    template: 'Form',
    tags: 'Tags',
    written: 'Written',
    changed: 'Last changed',
    signed: (when: string): string => `Signed ${when}; not changed since.`,
    unsigned: 'Not signed.',
    amended: (when: string): string => `Added on ${when}`,
    amendments: (count: number): string =>
      count === 1 ? '1 addition after signing' : `${String(count)} additions after signing`,
  },
};

/** What a translation has to provide. */
export type PracticeWording = typeof practice;
