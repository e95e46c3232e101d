//! A case's typed values under the paths of the forms, beside the answers that are kept as facts already.

use std::collections::BTreeMap;

use banso_domain::{
    agency::AgencyFacts,
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::{DateStyle, format, full_years},
    case::{
        Case,
        closing::{Evaluation, FollowUp},
        event::SittingResult,
        plan::{Plan, PlanContent, PlanKind},
        record::{Counterpart, SupportRecord, TookPlace},
        sharing::Consent,
    },
    form::{Facts, Language},
    id::StaffId,
    person::{AddressKind, PersonFacts, Sex},
    text::to_hiragana,
};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use super::FormChoice;

/// Everything that a sheet of a case is filled from.
pub(crate) struct Known<'a> {
    pub(super) case: &'a Case,
    pub(super) person: &'a PersonFacts,
    pub(super) centre: &'a AgencyFacts,
    pub(super) municipality: Option<&'a AgencyFacts>,
    pub(super) staff: &'a BTreeMap<StaffId, String>,
    pub(super) plan: Option<&'a Plan>,
    pub(super) today: NaiveDate,
    pub(super) language: Language,
}

/// A value as it is stored.
pub(crate) fn stored(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A person's full years on a day.
pub(super) fn age_of(person: &PersonFacts, day: NaiveDate) -> Option<u32> {
    full_years(person.birth_date?.exact()?, day)
}

/// The word under which a form knows a sex.
pub(super) const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
        Sex::Other => "other",
    }
}

const fn counterpart(counterpart: Counterpart) -> &'static str {
    match counterpart {
        Counterpart::Person => "client",
        Counterpart::Family => "family",
        Counterpart::Others => "other_person",
        Counterpart::Agency => "agency",
    }
}

/// `2026-06-10T14:30`, or the day alone where the time is not known.
fn moment(at: TookPlace) -> String {
    match at.minute_of_day {
        Some(minute) => format!("{}T{:02}:{:02}", at.on, minute / 60, minute % 60),
        None => at.on.to_string(),
    }
}

/// `069-0000`
fn postal_code(digits: &str) -> String {
    match digits.split_at_checked(3) {
        Some((area, rest)) if rest.len() == 4 => format!("{area}-{rest}"),
        _ => digits.to_owned(),
    }
}

/// What a plan says, as its sheet asks for it.
pub(crate) fn add_plan_content(facts: &mut Facts, content: &PlanContent) {
    let mut as_printed = content.clone();
    for line in &mut as_printed.actions {
        line.agency = line.carried_out_by();
    }
    facts.set("plan", stored(&as_printed));
    let attachments = [
        content.assessment_attached.then_some("assessment_form"),
        (!content.attachments.trim().is_empty()).then_some("other"),
    ];
    let attachments: Vec<&str> = attachments.into_iter().flatten().collect();
    facts.set("plan.attachments", attachments);
    facts.set("plan.services.training.kind", stored(&content.services.training.training_type));
    let benefit = &content.services.housing_benefit;
    if benefit.is_used() {
        let rent = !benefit.relocation || benefit.amount_monthly.is_some();
        let kinds = [rent.then_some("rent"), benefit.relocation.then_some("relocation")];
        facts.set("plan.services.housing_benefit.kind", kinds.into_iter().flatten().collect::<Vec<_>>());
    }
    let shelter = &content.services.shelter;
    if shelter.is_used() {
        let kind = if shelter.community_housing { "community_housing" } else { "shelter" };
        facts.set("plan.services.shelter.kind", vec![kind]);
    }
}

/// A support record as its sheet asks for it; `staff` are the names of those who were there, `sittings` those of the case.
pub(crate) fn add_support_record(
    facts: &mut Facts,
    record: &SupportRecord,
    staff: &[&str],
    sittings: &[SittingResult],
) {
    let on = record.took_place.on;
    let disclosures: Vec<Value> = record
        .disclosures
        .iter()
        .map(|given| json!({"on": on, "to": given.to, "what": given.what, "basis": given.basis}))
        .collect();
    let belongs_to: Vec<&SittingResult> =
        sittings.iter().filter(|sitting| Some(sitting.conference) == record.conference).collect();
    facts.set(
        "record",
        json!({
            "at": moment(record.took_place),
            "minutes": record.minutes,
            "staff": staff,
            "counterpart": record.counterparts.iter().copied().map(counterpart).collect::<Vec<_>>(),
            "counterpart_agency": record.counterpart_note,
            "method": record.methods.iter().map(|method| method.name()).collect::<Vec<_>>(),
            "place": record.place,
            "facts": record.facts,
            "assessment_note": record.view,
            "next_action": record.next_action,
            "next_on": record.next_on,
            "is_emergency": record.is_emergency,
            "conference_on": belongs_to.first().map(|sitting| sitting.held_on),
            "conference_purpose": belongs_to.iter().map(|sitting| sitting.purpose.name()).collect::<Vec<_>>(),
            "disclosures": disclosures,
        }),
    );
}

impl Known<'_> {
    /// The name of a member of staff; empty for one who is not known.
    pub(super) fn name(&self, staff: StaffId) -> &str {
        self.staff.get(&staff).map_or("", String::as_str)
    }

    fn words(&self, ja: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    /// The day under whose version of the form a sheet was written; none for one that is written today.
    ///
    /// The assessment is added to as long as the case runs, so its form is today's until the case is closed.
    pub(super) fn written_on(&self, form: &str) -> Option<NaiveDate> {
        let case = self.case;
        match form {
            "intake_form" => Some(case.received_on),
            "consent_form" => case.application.as_ref().map(|application| application.answer.on),
            "assessment_form" => case.closure.as_ref().map(|closure| closure.on),
            "plan_form" => self.plan.map(|plan| plan.drafted_on),
            "evaluation_form" => self.plan.map(|plan| {
                let evaluated = case.evaluation_of(plan.id).and_then(|sheet| sheet.content.evaluated_on);
                evaluated.unwrap_or(plan.drafted_on)
            }),
            _ => None,
        }
    }

    /// What every sheet may show: person, case, consent, plan and evaluation.
    pub(crate) fn facts(&self) -> Facts {
        let mut facts = self.case.answers.clone();
        self.add_person(&mut facts);
        self.add_case(&mut facts);
        self.add_application(&mut facts);
        if let Some(plan) = self.plan {
            self.add_plan(&mut facts, plan);
            if let Some(evaluation) = self.case.evaluation_of(plan.id) {
                self.add_evaluation(&mut facts, evaluation);
            }
        }
        facts
    }

    fn add_person(&self, facts: &mut Facts) {
        let person = self.person;
        let address = match person.address_kind {
            AddressKind::Written => person.address.as_str(),
            AddressKind::NoFixedAddress => self.words("住所不定", "No fixed address"),
            AddressKind::Withheld => self.words("非公開", "Withheld"),
        };
        facts.set("person.name", person.name.as_str());
        facts.set("person.kana", to_hiragana(&person.kana));
        facts.set("person.sex", person.sex.map(sex));
        facts.set("person.sex_note", person.sex_note.as_str());
        facts.set("person.birth_date", stored(&person.birth_date));
        facts.set("person.age", self.age_on(self.today));
        facts.set("person.postal_code", postal_code(&person.postal_code));
        facts.set("person.address", address);
        facts.set("person.phone_home", person.phone_home.as_str());
        facts.set("person.phone_mobile", person.phone_mobile.as_str());
        facts.set("person.email", person.email.as_str());
    }

    /// The person's full years on a day.
    pub(super) fn age_on(&self, day: NaiveDate) -> Option<u32> {
        age_of(self.person, day)
    }

    fn add_case(&self, facts: &mut Facts) {
        let case = self.case;
        let addressee = Some(self.centre.addressee.as_str()).filter(|text| !text.is_empty());
        let addressee = addressee.or_else(|| self.municipality.map(|agency| agency.addressee.as_str()));
        facts.set("case.reference", case.reference.as_str());
        facts.set("case.first_received_on", stored(&case.received_on));
        facts.set("case.received_by", self.name(case.received_by));
        facts.set("centre.name", self.centre.name.as_str());
        facts.set("centre.addressee", addressee);
        if facts.get("case.assessor").is_none() {
            facts.set("case.assessor", self.name(case.assigned_to));
        }
        if let Some(screening) = &case.screening {
            facts.set(
                "case.screening",
                json!({
                    "date": screening.on,
                    "result": screening.result.name(),
                    "comment": screening.comment,
                    "referral_targets": screening.referral_targets,
                }),
            );
        }
        if !case.emergencies.is_empty() {
            facts.set("case.emergency_need", true);
        }
    }

    /// How the person agreed, in the place of a signature.
    fn signature(&self, answer: &PersonAnswer) -> Option<String> {
        let Will::Agrees { form } = &answer.will else { return None };
        Some(self.signed(*form, ""))
    }

    fn add_application(&self, facts: &mut Facts) {
        let Some(application) = &self.case.application else { return };
        let (answer, sharing) = (&application.answer, &application.sharing);
        let agrees = answer.agrees();
        if let Some((on, by)) = application.explained {
            facts.set("case.privacy_explained_on", stored(&on));
            facts.set("case.privacy_explained_by", self.name(by));
            facts.set("consent.explained_by", self.name(by));
            facts.set("consent.given_on", stored(&on));
        }
        facts.set("case.sharing_consent", agrees && sharing.agrees);
        let each_time = sharing.agrees && sharing.tell_each_time;
        let excluded: Vec<&str> =
            sharing.excluded_agencies.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
        facts.set("case.sharing_scope", self.sharing_scope(each_time, &excluded));
        facts.set(
            "consent.mode",
            match (agrees && sharing.agrees, each_time) {
                (true, true) => "each_time",
                (true, false) => "general",
                (false, _) => "not_now",
            },
        );
        facts.set("consent.excluded_agencies", excluded);
        match &answer.will {
            Will::Agrees { .. } => {
                facts.set("case.applied_on", stored(&answer.on));
                facts.set("case.applicant_signature", self.signature(answer));
            }
            Will::Declines { reason } | Will::CouldNotAsk { reason } => {
                facts.set("case.no_consent_reason", reason.as_str());
            }
        }
        if agrees && sharing.agrees {
            facts.set("consent.accepted_on", stored(&answer.on));
            facts.set("consent.signature", self.signature(answer));
        }
    }

    /// A consent by name on the form of consent; `to` are the names of those whom it names.
    pub(super) fn add_consent(&self, facts: &mut Facts, consent: &Consent, to: &[String]) {
        facts.set("consent.to", to.to_vec());
        facts.set("consent.mode", if consent.tell_each_time { "each_time" } else { "general" });
        facts.set("consent.purposes", stored(&consent.purposes));
        facts.set("consent.items", stored(&consent.items));
        facts.set("consent.route", consent.route.name());
        facts.set("consent.direction", consent.direction.name());
        facts.set("consent.confirmed_by", stored(&consent.confirmed_by));
        facts.set("consent.privacy_rule_version", consent.rules_version.as_str());
        facts.set("consent.given_on", stored(&consent.explained_on));
        facts.set("consent.explained_by", self.name(consent.explained_by));
        facts.set("consent.accepted_on", stored(&consent.from));
        facts.set("consent.expires_on", stored(&consent.until));
        facts.set("consent.signature", self.signed(consent.form, &consent.proxy));
        facts.set("consent.withdrawn_on", consent.withdrawn.as_ref().map(|withdrawn| stored(&withdrawn.on)));
    }

    /// How somebody agreed, in the place of a signature.
    fn signed(&self, form: AnswerForm, proxy: &str) -> String {
        match form {
            AnswerForm::Signed => self.person.name.clone(),
            AnswerForm::Oral => self.words("口頭で同意", "agreed orally").to_owned(),
            AnswerForm::Proxy => {
                let by = self.words("代理人による同意", "agreed by a representative");
                format!("{by} {proxy}").trim_end().to_owned()
            }
        }
    }

    /// How far information may be shared, in words.
    fn sharing_scope(&self, each_time: bool, excluded: &[&str]) -> String {
        let told = each_time
            .then(|| self.words("提供する前にその都度知らせる", "to be told before each disclosure").to_owned());
        let except = (!excluded.is_empty()).then(|| {
            let agencies = excluded.join(self.words("、", ", "));
            self.words("知らせない相手：", "not to be told: ").to_owned() + &agencies
        });
        told.into_iter().chain(except).collect::<Vec<_>>().join(self.words("。", "; "))
    }

    fn add_plan(&self, facts: &mut Facts, plan: &Plan) {
        add_plan_content(facts, &plan.content);
        facts.set("plan.drafted_on", stored(&plan.drafted_on));
        facts.set("plan.kind", stored(&plan.kind));
        facts.set("plan.round", (plan.kind == PlanKind::Replan).then_some(plan.round));
        facts.set("plan.author", self.name(plan.author));
        if let Some(answer) = &plan.answer {
            facts.set("plan.consent", answer.agrees());
            facts.set("plan.service_application", plan.service_application);
            facts.set("plan.signed_on", answer.agrees().then(|| stored(&answer.on)));
            facts.set("plan.signature", self.signature(answer));
        }
        let sittings: Vec<Value> = plan.sittings.iter().map(|sitting| stored(&sitting.held_on)).collect();
        facts.set("plan.conference_dates", sittings);
        if let Some(decision) = &plan.decision {
            let outcome = json!({"decided": decision.decided(), "confirmed": decision.confirmed(), "on": decision.on});
            facts.set("plan.decision", outcome);
        }
    }

    fn add_evaluation(&self, facts: &mut Facts, evaluation: &Evaluation) {
        facts.set("evaluation", stored(&evaluation.content));
        facts.set("evaluation.evaluator", self.name(evaluation.evaluator));
        if let Some((_, on, result)) = evaluation.result {
            facts.set("evaluation.conference_on", stored(&on));
            facts.set("evaluation.result", result.name());
        }
        if let Some(closure) = &self.case.closure {
            facts.set("evaluation.closed_on", stored(&closure.on));
            facts.set("evaluation.close_reason", closure.reason.name());
            let (follow_up, note) = match &closure.follow_up {
                FollowUp::No { reason } => (false, reason.clone()),
                FollowUp::Yes { method, frequency, who, until, .. } => {
                    let until = match self.language {
                        Language::Ja => format!("{}まで", format::long(*until, DateStyle::Era)),
                        Language::En => format!("until {}", format::english(*until, DateStyle::Western)),
                    };
                    let parts = [method.as_str(), frequency, who, &until].map(str::trim);
                    (true, parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
                }
            };
            facts.set("evaluation.follow_up", follow_up);
            facts.set("evaluation.follow_up_note", note);
        }
    }

    fn staff_of(&self, record: &SupportRecord) -> Vec<&str> {
        record.staff.iter().map(|staff| self.name(*staff)).filter(|name| !name.is_empty()).collect()
    }

    /// The records of a list, oldest first, with the period that it covers.
    pub(super) fn add_records<'r>(
        &self,
        facts: &mut Facts,
        records: impl Iterator<Item = &'r SupportRecord>,
        choice: &FormChoice,
    ) {
        let mut days = Vec::new();
        let rows: Vec<Value> = records
            .map(|record| {
                days.push(record.took_place.on);
                json!({
                    "at": moment(record.took_place),
                    "minutes": record.minutes,
                    "staff": self.staff_of(record),
                    "counterpart": record.counterparts.iter().copied().map(counterpart).collect::<Vec<_>>(),
                    "method": record.methods.iter().map(|method| method.name()).collect::<Vec<_>>(),
                    "place": record.place,
                    "facts": record.facts,
                    "note": record.view,
                    "next_action": record.next_action,
                    "next_on": record.next_on,
                })
            })
            .collect();
        facts.set("period.from", stored(&choice.from.or(days.first().copied())));
        facts.set("period.to", stored(&choice.to.or(days.last().copied())));
        facts.set("records", rows);
    }

    /// One record on a sheet of its own.
    pub(super) fn add_record(&self, facts: &mut Facts, record: &SupportRecord) {
        add_support_record(facts, record, &self.staff_of(record), &self.case.sittings);
    }
}
