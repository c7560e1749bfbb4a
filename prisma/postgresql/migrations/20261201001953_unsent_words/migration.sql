-- CreateTable
CREATE TABLE "UnsentWords" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "toId" TEXT,
    "text" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UnsentWords_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "UnsentWords_personId_idx" ON "UnsentWords"("personId");
