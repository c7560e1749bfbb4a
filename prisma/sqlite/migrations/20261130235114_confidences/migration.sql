-- CreateTable
CREATE TABLE "ReflectionReader" (
    "reflectionId" TEXT NOT NULL,
    "readerId" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "since" DATETIME NOT NULL,

    PRIMARY KEY ("reflectionId", "readerId"),
    CONSTRAINT "ReflectionReader_reflectionId_fkey" FOREIGN KEY ("reflectionId") REFERENCES "Reflection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReadingConsent" (
    "groupId" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "readerId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "answeredAt" DATETIME NOT NULL,

    PRIMARY KEY ("groupId", "authorId", "readerId"),
    CONSTRAINT "ReadingConsent_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FeedbackReader" (
    "visitId" TEXT NOT NULL,
    "teacherId" TEXT NOT NULL,
    "readerId" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "since" DATETIME NOT NULL,

    PRIMARY KEY ("visitId", "teacherId", "readerId"),
    CONSTRAINT "FeedbackReader_visitId_teacherId_fkey" FOREIGN KEY ("visitId", "teacherId") REFERENCES "LessonFeedback" ("visitId", "personId") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What was written until here may be read by whoever was a specialist then: who leads the group and did not take over
-- since, and who has left since.
INSERT INTO "ReflectionReader" ("reflectionId", "readerId", "how", "since")
SELECT r."id", m."personId", 'named', COALESCE(r."repliedAt", r."updatedAt")
FROM "Reflection" r
JOIN "GapTask" t ON t."id" = r."gapTaskId"
JOIN "Membership" m ON m."groupId" = t."groupId" AND m."role" = 'specialist'
WHERE (m."stoodDownAt" IS NULL OR m."stoodDownAt" > COALESCE(r."repliedAt", r."updatedAt")) AND NOT EXISTS (
  SELECT 1 FROM "Handover" came
  WHERE came."groupId" = t."groupId" AND came."role" = 'specialist' AND came."undoneAt" IS NULL
    AND came."successorId" = m."personId" AND came."at" > COALESCE(r."repliedAt", r."updatedAt") AND NOT EXISTS (
      SELECT 1 FROM "Handover" "left"
      WHERE "left"."groupId" = t."groupId" AND "left"."role" = 'specialist' AND "left"."undoneAt" IS NULL
        AND "left"."leaverId" = m."personId" AND "left"."at" > COALESCE(r."repliedAt", r."updatedAt") AND "left"."at" < came."at"
    )
);

INSERT INTO "FeedbackReader" ("visitId", "teacherId", "readerId", "how", "since")
SELECT f."visitId", f."personId", m."personId", 'named', f."writtenAt"
FROM "LessonFeedback" f
JOIN "Visit" v ON v."id" = f."visitId"
JOIN "Membership" m ON m."groupId" = v."groupId" AND m."role" = 'specialist'
WHERE (m."stoodDownAt" IS NULL OR m."stoodDownAt" > f."writtenAt") AND NOT EXISTS (
  SELECT 1 FROM "Handover" came
  WHERE came."groupId" = v."groupId" AND came."role" = 'specialist' AND came."undoneAt" IS NULL
    AND came."successorId" = m."personId" AND came."at" > f."writtenAt" AND NOT EXISTS (
      SELECT 1 FROM "Handover" "left"
      WHERE "left"."groupId" = v."groupId" AND "left"."role" = 'specialist' AND "left"."undoneAt" IS NULL
        AND "left"."leaverId" = m."personId" AND "left"."at" > f."writtenAt" AND "left"."at" < came."at"
    )
);
