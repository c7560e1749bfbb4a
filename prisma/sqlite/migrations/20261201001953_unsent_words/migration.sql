-- CreateTable
CREATE TABLE "UnsentWords" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "toId" TEXT,
    "text" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "UnsentWords_personId_idx" ON "UnsentWords"("personId");
